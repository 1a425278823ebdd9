package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.config.SettingKeys;
import dev.ragged.config.Settings;
import dev.ragged.embed.HubModels;
import dev.ragged.embed.HubOptions;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.embed.RemoteModel;
import dev.ragged.embed.ShortenedEmbedder;
import dev.ragged.spi.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The embedding model that the settings name. */
final class Models {
  private static final String BUNDLED = "bundled";
  private static final String HUB = "hf:";
  private static final String OLLAMA = "ollama:";
  private static final String OPENAI = "openai:";
  private static final String OLLAMA_URL = "http://localhost:11434/v1";
  private static final String OPENAI_URL = "https://api.openai.com/v1";
  private static final int MAX_TIMEOUT_SECONDS = 86_400;

  /** Between a folder and the file in it. */
  private static final char FILE_MARK = '#';

  /** Behind a length that the model does not say it was trained for. */
  private static final String ALL_THE_SAME = "!";

  private static final int ALL_THREADS = 0;

  private final Settings settings;
  private final HubOptions.Listener listener;

  /**
   * @param listener hears how far a model has come that has to be fetched
   */
  Models(Settings settings, HubOptions.Listener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /** Whether somebody chose it, rather than the default. */
  static boolean isChosen(Settings settings) {
    return settings.value(SettingKeys.MODEL).source() != Settings.Source.DEFAULT;
  }

  /** Opens it; costs little until it embeds, unless it has to be fetched. */
  Embedder open() {
    Settings.Value threads = settings.value(SettingKeys.THREADS);
    if (threads.source() == Settings.Source.DEFAULT) {
      return named(ALL_THREADS);
    }
    int number;
    try {
      number = Integer.parseInt(threads.text());
    } catch (NumberFormatException e) {
      number = 0;
    }
    if (number < 1) {
      throw settings.invalid(
          SettingKeys.THREADS, "'" + threads.text() + "' is no number of threads; give one from 1");
    }
    return named(number);
  }

  /**
   * The same for long work: on battery it has half of the processors, unless somebody chose how
   * many.
   */
  Embedder open(PowerSupply power) {
    if (settings.value(SettingKeys.THREADS).source() != Settings.Source.DEFAULT
        || !power.isBattery()) {
      return open();
    }
    return named(threadsOnBattery(Runtime.getRuntime().availableProcessors()));
  }

  static int threadsOnBattery(int processors) {
    return Math.max(1, processors / 2);
  }

  private Embedder named(int threads) {
    String name = settings.value(SettingKeys.MODEL).text();
    if (name.equals(BUNDLED)) {
      return local(OnnxEmbedder.bundled(), Set.of(), threads);
    }
    if (name.startsWith(HUB)) {
      String model = name.substring(HUB.length());
      HubOptions options = hub();
      return local(
          HubModels.open(model, options), HubModels.shorterLengths(model, options), threads);
    }
    if (name.startsWith(OLLAMA)) {
      return remote(name, name.substring(OLLAMA.length()), OLLAMA_URL);
    }
    if (name.startsWith(OPENAI)) {
      return remote(name, name.substring(OPENAI.length()), OPENAI_URL);
    }
    int mark = name.lastIndexOf(FILE_MARK);
    Path folder = path(name);
    String file = null;
    if (!Files.isDirectory(folder) && mark > 0) {
      folder = path(name.substring(0, mark));
      file = name.substring(mark + 1);
    }
    if (Files.isDirectory(folder)) {
      return local(
          OnnxEmbedder.fromFolder(folder, file), OnnxEmbedder.shorterLengths(folder), threads);
    }
    if (OnnxEmbedder.jarNames().contains(name)) {
      return local(OnnxEmbedder.fromJar(name, besideTheLauncher()), Set.of(), threads);
    }
    throw new RaggedException(
        "There is no folder '"
            + name
            + "' with a model; give one, or 'bundled', or hf:OWNER/NAME for one from a hub, or one"
            + " of "
            + String.join(", ", OnnxEmbedder.jarNames())
            + ".");
  }

  private HubOptions hub() {
    String cache = settings.value(SettingKeys.HUB_CACHE).text();
    try {
      Path folder =
          settings.value(SettingKeys.HUB_CACHE).source() == Settings.Source.DEFAULT
              ? CacheFolder.of(settings.environment()).resolve("ragged").resolve("models")
              : settings.dataDir().resolve(path(cache));
      return HubOptions.of(
          settings.value(SettingKeys.HUB_URL).text(),
          folder,
          settings.environment().get("HF_TOKEN"),
          listener);
    } catch (IOException e) {
      throw new RaggedException(
          "There is no folder to keep models in: " + e.getMessage() + "; set hub.cache.", e);
    }
  }

  private Embedder remote(String identity, String name, String otherwise) {
    Settings.Value stated = settings.value(SettingKeys.EMBEDDING_URL);
    boolean chosen = stated.source() != Settings.Source.DEFAULT;
    String url = chosen ? stated.text() : otherwise;
    String key = settings.environment().getOrDefault("RAGGED_EMBEDDING_KEY", "");
    if (key.isEmpty() && url.equals(OPENAI_URL)) { // it is for nobody else
      key = settings.environment().getOrDefault("OPENAI_API_KEY", "");
    }
    String timeout = settings.value(SettingKeys.EMBEDDING_TIMEOUT).text();
    if (!timeout.matches("[1-9][0-9]{0,4}") || Integer.parseInt(timeout) > MAX_TIMEOUT_SECONDS) {
      throw settings.invalid(
          SettingKeys.EMBEDDING_TIMEOUT,
          "'" + timeout + "' is no number of seconds; give one from 1 to " + MAX_TIMEOUT_SECONDS);
    }
    if (name.isBlank()) {
      throw new RaggedException("'" + identity + "' names no model; write its name behind it.");
    }
    Embedder model =
        RemoteModel.open(
            identity,
            name,
            url,
            key.isEmpty() ? null : key,
            Duration.ofSeconds(Integer.parseInt(timeout)));
    return shortened(model, Set.of());
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new RaggedException("'" + name + "' is neither a folder's name nor a model's.", e);
    }
  }

  /** The launcher says where it is. */
  private List<Path> besideTheLauncher() {
    String home = settings.environment().getOrDefault("RAGGED_HOME", "");
    return home.isEmpty() ? List.of() : List.of(Path.of(home));
  }

  /**
   * @param lengths that its vectors may be cut to
   */
  private Embedder local(OnnxEmbedder model, Set<Integer> lengths, int threads) {
    return shortened(threads == ALL_THREADS ? model : model.withThreads(threads), lengths);
  }

  private Embedder shortened(Embedder model, Set<Integer> lengths) {
    String text = settings.value(SettingKeys.DIMENSIONS).text();
    if (text == null) {
      return model;
    }
    boolean allTheSame = text.endsWith(ALL_THE_SAME);
    String digits = allTheSame ? text.substring(0, text.length() - 1) : text;
    if (!digits.matches("[1-9][0-9]{0,6}")) {
      throw settings.invalid(
          SettingKeys.DIMENSIONS, "'" + text + "' is no number of dimensions; give one from 1");
    }
    int dimensions = Integer.parseInt(digits);
    if (!allTheSame && !lengths.contains(dimensions)) {
      throw settings.invalid(
          SettingKeys.DIMENSIONS,
          "The model does not say that it was trained for vectors of "
              + dimensions
              + " values"
              + (lengths.isEmpty() ? "" : ", only of " + lengths)
              + "; give '"
              + dimensions
              + ALL_THE_SAME
              + "' to cut them all the same");
    }
    return new ShortenedEmbedder(model, dimensions);
  }
}
