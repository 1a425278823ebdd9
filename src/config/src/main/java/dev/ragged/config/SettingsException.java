package dev.ragged.config;

/** A setting is wrong. The message says which, why, and who set it; it holds no secret. */
public final class SettingsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SettingsException(String message) {
    super(message);
  }
}
