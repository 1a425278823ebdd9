package dev.ragged.mcp;

import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.app.ListCollections;
import dev.ragged.app.Nearest;
import dev.ragged.config.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong, in a sentence for a client, who has no use for a stack trace. */
final class Sentences {
  private static final Logger LOG = LoggerFactory.getLogger(Sentences.class);

  private final ListCollections names;

  Sentences(ListCollections names) {
    this.names = names;
  }

  String of(RuntimeException failure) {
    if (failure instanceof NoSuchCollectionException missing) {
      return Nearest.of(missing.name(), names.readableNames())
          .map(
              near ->
                  "There is no collection '" + missing.name() + "'; did you mean '" + near + "'?")
          .orElseGet(() -> firstLine(failure));
    }
    if (failure instanceof RaggedException
        || failure instanceof IllegalArgumentException
        || failure instanceof SettingsException) {
      return firstLine(failure);
    }
    LOG.error("A tool failed unexpectedly.", failure);
    return "An unexpected " + failure.getClass().getSimpleName() + "; the server's log says more.";
  }

  private static String firstLine(RuntimeException failure) {
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    return message.strip().lines().findFirst().orElse(failure.getClass().getSimpleName());
  }
}
