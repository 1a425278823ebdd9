package dev.ragged.app;

import dev.ragged.CollectionSpec;
import java.util.List;

/** The request is wrong. Thrown before anything is changed. */
public final class InvalidRequestException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidRequestException(String message) {
    super(message);
  }

  public InvalidRequestException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Runs a check that only fails on wrong arguments, and reports its failure as a wrong request.
   */
  static void check(Runnable arguments) {
    try {
      arguments.run();
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(e.getMessage(), e);
    }
  }

  /** Names of collections, each once; reports one that is not valid as a wrong request. */
  static List<String> checkedNames(List<String> collections) {
    List<String> names = collections.stream().distinct().toList();
    check(() -> names.forEach(CollectionSpec::checkName));
    return names;
  }
}
