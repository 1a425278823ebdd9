package dev.ragged.embed;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest of fingerprints; every Java platform has it. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
