package dev.ragged.server;

import dev.ragged.app.watch.Watch;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what a watch could not do. */
final class WatchLog implements Watch.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  @Override
  public void problem(String collection, String sentence) {
    LOG.warn("Watching '{}': {}", collection, sentence);
  }

  @Override
  public void failed(String collection, String sentence, Duration retry) {
    LOG.warn("Cannot update '{}', next try in {} s: {}", collection, retry.toSeconds(), sentence);
  }
}
