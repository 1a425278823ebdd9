package dev.ragged.cli;

import dev.ragged.chroma.ChromaSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the settings say of stores and models.
 *
 * @param model {@code bundled} or a folder
 * @param backend the one for all collections that {@code collections} does not name
 * @param backendFrom who says so: a flag, a variable, a file or "default"
 * @param collections the backends of single collections; empty where a flag or variable names one
 *     for all
 * @param graphDegree of new collections in LEANN; 0 for no graph
 * @param chroma the server, or null to start one
 * @param chromaCommand what starts it, or null to look for that on the path
 * @param chromaFolder where a server that is started keeps its data
 * @param chromaTimeout of one request
 */
record StoreSettings(
    Path dataDir,
    String model,
    Backend backend,
    String backendFrom,
    Map<String, Backend> collections,
    int graphDegree,
    ChromaSettings chroma,
    List<String> chromaCommand,
    Path chromaFolder,
    Duration chromaTimeout,
    Map<String, String> env) {
  private static final int MOST_NEIGHBOURS = 512;

  /** Refuses wrong values as wrong usage. */
  static StoreSettings of(Settings settings, Path dataDir, Map<String, String> env) {
    Settings.Value backend = settings.value(SettingKey.BACKEND);
    boolean perCollection =
        backend.source() == Settings.Source.FILE || backend.source() == Settings.Source.DEFAULT;
    Duration timeout = timeout(settings);
    Path folder = settings.path(SettingKey.CHROMADB_PATH);
    return new StoreSettings(
        dataDir,
        settings.value(SettingKey.MODEL).text(),
        backend(settings, SettingKey.BACKEND, backend.text()),
        backend.from(),
        perCollection ? collections(settings) : Map.of(),
        graphDegree(settings),
        chroma(settings, timeout),
        command(settings),
        folder == null ? dataDir.resolve("chroma") : folder,
        timeout,
        env);
  }

  private static Backend backend(Settings settings, SettingKey key, String value) {
    return Backend.of(value)
        .orElseThrow(() -> settings.wrong(key, "'" + value + "' is none of " + Backend.ids()));
  }

  private static Map<String, Backend> collections(Settings settings) {
    Map<String, Backend> collections = new LinkedHashMap<>();
    settings
        .value(SettingKey.COLLECTIONS)
        .map()
        .forEach(
            (name, value) ->
                collections.put(name, backend(settings, SettingKey.COLLECTIONS, value)));
    return collections;
  }

  private static int graphDegree(Settings settings) {
    String text = settings.value(SettingKey.GRAPH_DEGREE).text();
    // As text: without LEANN's classes this must be read all the same.
    if (text.matches("0|[2-9]|[1-9]\\d{1,2}") && Integer.parseInt(text) <= MOST_NEIGHBOURS) {
      return Integer.parseInt(text);
    }
    throw settings.wrong(
        SettingKey.GRAPH_DEGREE,
        "'" + text + "' is no degree of a graph, 2 to " + MOST_NEIGHBOURS + ", or 0 for no graph");
  }

  private static Duration timeout(Settings settings) {
    String text = settings.value(SettingKey.CHROMADB_TIMEOUT).text();
    try {
      double seconds = Double.parseDouble(text);
      if (seconds > 0 && seconds <= Duration.ofDays(1).toSeconds()) {
        return Duration.ofMillis(Math.max(1, Math.round(seconds * 1e3)));
      }
    } catch (NumberFormatException e) {
      // Refused below like a number out of range.
    }
    throw settings.wrong(
        SettingKey.CHROMADB_TIMEOUT, "'" + text + "' is no time-out in seconds, such as 30");
  }

  private static ChromaSettings chroma(Settings settings, Duration timeout) {
    String url = settings.value(SettingKey.CHROMADB_URL).text();
    if (url == null) {
      return null;
    }
    try {
      return new ChromaSettings(
          URI.create(url),
          settings.value(SettingKey.CHROMADB_TENANT).text(),
          settings.value(SettingKey.CHROMADB_DATABASE).text(),
          settings.value(SettingKey.CHROMADB_TOKEN).text(),
          settings.value(SettingKey.CHROMADB_TOKEN_HEADER).text(),
          settings.path(SettingKey.CHROMADB_CA_FILE),
          timeout);
    } catch (IllegalArgumentException e) {
      throw settings.wrong(
          SettingKey.CHROMADB_URL,
          "'" + url + "' is no address of a Chroma server such as http://localhost:8000");
    }
  }

  private static List<String> command(Settings settings) {
    return settings.value(SettingKey.CHROMADB_COMMAND).words();
  }

  /** For a throw-away data directory, which no server or folder of the user's belongs to. */
  StoreSettings in(Path otherDataDir) {
    return new StoreSettings(
        otherDataDir,
        model,
        backend,
        backendFrom,
        Map.of(),
        graphDegree,
        null,
        chromaCommand,
        otherDataDir.resolve("chroma"),
        chromaTimeout,
        env);
  }

  /** The same but for {@link #chromaCommand}. */
  StoreSettings withChromaCommand(List<String> command) {
    return new StoreSettings(
        dataDir,
        model,
        backend,
        backendFrom,
        collections,
        graphDegree,
        chroma,
        command,
        chromaFolder,
        chromaTimeout,
        env);
  }

  /** The backend that is prescribed for a collection. */
  Optional<Choice> choice(String collection) {
    Backend own = collections.get(collection);
    if (own != null && own != Backend.AUTO) {
      return Optional.of(
          new Choice(own, SettingKey.COLLECTIONS.key() + "." + collection + " says so"));
    }
    return backend == Backend.AUTO || own == Backend.AUTO
        ? Optional.empty()
        : Optional.of(new Choice(backend, backendFrom + " says so"));
  }

  /** The backends that some collection may be prescribed, or both if anywhere is looked. */
  Set<Backend> prescribed() {
    Set<Backend> prescribed = EnumSet.of(backend);
    prescribed.addAll(collections.values());
    return prescribed.remove(Backend.AUTO)
        ? EnumSet.of(Backend.LEANN, Backend.CHROMADB)
        : prescribed;
  }
}
