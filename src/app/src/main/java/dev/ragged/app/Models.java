package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.config.SettingKeys;
import dev.ragged.config.Settings;
import dev.ragged.embed.OnnxEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The embedding model that the settings name. */
final class Models {
  private static final String BUNDLED = "bundled";

  private Models() {}

  /** Whether somebody chose it, rather than the default. */
  static boolean isChosen(Settings settings) {
    return settings.value(SettingKeys.MODEL).source() != Settings.Source.DEFAULT;
  }

  /** Opens it; costs little until it embeds. */
  static Embedder open(Settings settings) {
    OnnxEmbedder model = named(settings);
    Settings.Value threads = settings.value(SettingKeys.THREADS);
    if (threads.source() == Settings.Source.DEFAULT) {
      return model;
    }
    try {
      return model.withThreads(Integer.parseInt(threads.text()));
    } catch (IllegalArgumentException e) {
      throw settings.invalid(
          SettingKeys.THREADS, "'" + threads.text() + "' is no number of threads; give one from 1");
    }
  }

  /**
   * The same for long work: on battery it has half of the processors, unless somebody chose how
   * many.
   */
  static Embedder open(Settings settings, PowerSupply power) {
    if (settings.value(SettingKeys.THREADS).source() != Settings.Source.DEFAULT
        || !power.isBattery()) {
      return open(settings);
    }
    return named(settings)
        .withThreads(threadsOnBattery(Runtime.getRuntime().availableProcessors()));
  }

  static int threadsOnBattery(int processors) {
    return Math.max(1, processors / 2);
  }

  private static OnnxEmbedder named(Settings settings) {
    String name = settings.value(SettingKeys.MODEL).text();
    if (name.equals(BUNDLED)) {
      return OnnxEmbedder.bundled();
    }
    Path folder = Path.of(name);
    if (!Files.isDirectory(folder)) {
      throw new RaggedException(
          "There is no folder '" + name + "' with a model; give one, or 'bundled'.");
    }
    return OnnxEmbedder.fromFolder(folder);
  }
}
