package dev.ragged.config;

import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.SettingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings that every front door has, by their labels. */
public final class SettingKeys {
  public static final String DATA_DIR = "data_dir";
  public static final String MODEL = "model";
  public static final String DIMENSIONS = "embedding.dimensions";
  public static final String EMBEDDING_URL = "embedding.url";
  public static final String EMBEDDING_TIMEOUT = "embedding.timeout";
  public static final String HUB_URL = "hub.url";
  public static final String HUB_CACHE = "hub.cache";
  public static final String COLLECTION = "collection";
  public static final String CHUNK_TOKENS = "chunk_tokens";
  public static final String OVERLAP = "overlap";
  public static final String THREADS = "threads";
  public static final String LIMIT = "limit";
  public static final String MODE = "mode";
  public static final String RECALL = "recall";
  public static final String QUIET = "quiet";
  public static final String CHAT_URL = "chat.url";
  public static final String CHAT_MODEL = "chat.model";
  public static final String CHAT_BUDGET = "chat.budget";
  public static final String CHAT_TIMEOUT = "chat.timeout";

  /** A key is only ever in the environment, so its label is the variable. */
  public static final String CHAT_KEY = "RAGGED_CHAT_KEY";

  public static final String SERVER_HOST = "server.host";
  public static final String SERVER_PORT = "server.port";
  public static final String SERVER_HOSTS = "server.hosts";
  public static final String SERVER_ALLOW = "server.allow";
  public static final String SERVER_REQUIRE_TOKEN = "server.require_token";
  public static final String SERVER_WARM = "server.warm";

  /** As that of chat models. */
  public static final String SERVER_TOKEN = "RAGGED_SERVER_TOKEN";

  public static final String BACKEND = "vectorstore.backend";
  public static final String COLLECTIONS = "vectorstore.collections";

  /** The value of {@link #BACKEND} that leaves the choice to ragged. */
  public static final String AUTO = "auto";

  /** Settings that a question brings along, or that do not change its answer. */
  static final Set<String> OF_A_QUESTION =
      Set.of(
          DATA_DIR,
          COLLECTION,
          LIMIT,
          MODE,
          RECALL,
          QUIET,
          THREADS,
          CHUNK_TOKENS,
          OVERLAP,
          SERVER_HOST,
          SERVER_PORT,
          SERVER_HOSTS,
          SERVER_ALLOW,
          SERVER_REQUIRE_TOKEN,
          SERVER_WARM);

  private SettingKeys() {}

  /** All there are: those here, then the backends'. */
  static List<SettingSpec> all(List<BackendProvider> backends) {
    List<SettingSpec> all = new ArrayList<>(common(backends));
    backends.forEach(backend -> all.addAll(backend.settings()));
    return List.copyOf(all);
  }

  private static List<SettingSpec> common(List<BackendProvider> backends) {
    return List.of(
        SettingSpec.of(null, "where collections and `config.yaml` are kept")
            .withVariable("RAGGED_DATA_DIR")
            .withFlag("--data-dir", "DIR")
            .withComputedDefault("~/.ragged"),
        SettingSpec.of(
                MODEL,
                "the embedding model: `bundled`, a folder with a model, `hf:OWNER/NAME` for one"
                    + " from a hub, the name of a model's jar, or `ollama:NAME` or `openai:NAME` for"
                    + " one on a server")
            .withVariable("RAGGED_MODEL")
            .withFlag("--model", "MODEL")
            .withDefault("bundled"),
        SettingSpec.of(
                DIMENSIONS,
                "how many of a vector's values to keep, for models that were trained for it; with"
                    + " `!` behind it for any model")
            .withVariable("RAGGED_EMBEDDING_DIMENSIONS"),
        SettingSpec.of(
                EMBEDDING_URL,
                "the server of an `ollama:` or `openai:` model, such as `http://localhost:8080/v1`")
            .withVariable("RAGGED_EMBEDDING_URL")
            .withComputedDefault("that of Ollama here, or of OpenAI"),
        SettingSpec.of(EMBEDDING_TIMEOUT, "maximum number of seconds that a request to it may take")
            .withVariable("RAGGED_EMBEDDING_TIMEOUT")
            .withDefault("60"),
        SettingSpec.of(HUB_URL, "the hub that `hf:` models are fetched from, or a mirror of it")
            .withVariable("RAGGED_HUB_URL")
            .withDefault("https://huggingface.co"),
        SettingSpec.of(HUB_CACHE, "the folder in which fetched models are kept")
            .withVariable("RAGGED_HUB_CACHE")
            .withComputedDefault("~/.cache/ragged/models"),
        SettingSpec.of(COLLECTION, "the collection that commands work on")
            .withVariable("RAGGED_COLLECTION")
            .withFlag("--collection", "NAME")
            .withDefault("default"),
        SettingSpec.of(
                CHUNK_TOKENS,
                "maximum number of tokens in a passage; the default is lower for a model that reads"
                    + " fewer")
            .withVariable("RAGGED_CHUNK_TOKENS")
            .withFlag("--chunk-tokens", "N")
            .withComputedDefault("256"),
        SettingSpec.of(
                OVERLAP,
                "number of tokens that a passage repeats from the one before; the default is at most a"
                    + " quarter of `chunk_tokens`")
            .withVariable("RAGGED_OVERLAP")
            .withFlag("--overlap", "N")
            .withComputedDefault("32"),
        SettingSpec.of(THREADS, "number of processors that the embedding model uses")
            .withVariable("RAGGED_THREADS")
            .withFlag("--threads", "N")
            .withComputedDefault("all"),
        SettingSpec.of(LIMIT, "maximum number of results of a search")
            .withVariable("RAGGED_LIMIT")
            .withFlag("--limit", "N")
            .withDefault("3"),
        SettingSpec.of(
                MODE,
                "how to search: `vector` (meaning), `lexical` (words), `hybrid` (both) or `auto`"
                    + " (hybrid where the backend has it)")
            .withVariable("RAGGED_MODE")
            .withFlag("--mode", "MODE")
            .withDefault("auto"),
        SettingSpec.of(RECALL, "the share of the truly nearest passages that a search aims to find")
            .withVariable("RAGGED_RECALL")
            .withFlag("--recall", "SHARE")
            .withDefault("0.95"),
        SettingSpec.of(QUIET, "no progress on standard error")
            .withVariable("RAGGED_QUIET")
            .withFlag("--quiet", "")
            .withDefault("false"),
        SettingSpec.of(
                CHAT_URL,
                "a server with a chat model for `ragged ask`, such as `http://localhost:11434`: one that"
                    + " speaks OpenAI's protocol, as Ollama does too; `/v1` is added where no path is"
                    + " given")
            .withVariable("RAGGED_CHAT_URL"),
        SettingSpec.of(CHAT_MODEL, "the name of the model there").withVariable("RAGGED_CHAT_MODEL"),
        SettingSpec.of(null, "a secret sent to the server at `chat.url`; never printed")
            .withVariable(CHAT_KEY)
            .asSecret(),
        SettingSpec.of(CHAT_BUDGET, "maximum number of tokens of passages in a prompt")
            .withVariable("RAGGED_CHAT_BUDGET")
            .withDefault("1500"),
        SettingSpec.of(CHAT_TIMEOUT, "maximum number of seconds that an answer may take")
            .withVariable("RAGGED_CHAT_TIMEOUT")
            .withDefault("600"),
        SettingSpec.of(
                SERVER_HOST,
                "the address that `ragged serve` listens at; all but those of this machine itself need"
                    + " the token for everything")
            .withVariable("RAGGED_SERVER_HOST")
            .withFlag("--host", "ADDRESS")
            .withDefault("127.0.0.1"),
        SettingSpec.of(SERVER_PORT, "the port that it listens at; `0` for any that is free")
            .withVariable("RAGGED_SERVER_PORT")
            .withFlag("--port", "N")
            .withDefault("8650"),
        SettingSpec.of(
                SERVER_HOSTS,
                "names of this machine by which browsers may reach the server, besides `localhost` and"
                    + " addresses")
            .withVariable("RAGGED_SERVER_HOSTS")
            .withShape(SettingSpec.Shape.WORDS),
        SettingSpec.of(
                SERVER_ALLOW,
                "folders from which files may be added over HTTP or by an agent, without hidden files;"
                    + " the home folder if none is set")
            .withVariable("RAGGED_SERVER_ALLOW")
            .withShape(SettingSpec.Shape.WORDS),
        SettingSpec.of(
                SERVER_REQUIRE_TOKEN,
                "whether clients need the token to read, too; `true` where others use this machine")
            .withVariable("RAGGED_SERVER_REQUIRE_TOKEN")
            .withDefault("false"),
        SettingSpec.of(
                SERVER_WARM,
                "whether the server embeds passages while nobody asks, as many as its memory for"
                    + " vectors takes, so that answers need not; not on battery")
            .withVariable("RAGGED_SERVER_WARM")
            .withDefault("false"),
        SettingSpec.of(
                null,
                "what clients of the server must show that change something; new at each start if it is"
                    + " not set; never printed")
            .withVariable(SERVER_TOKEN)
            .asSecret(),
        SettingSpec.of(BACKEND, "the backend that keeps collections: " + choices(backends))
            .withVariable("RAGGED_BACKEND")
            .withFlag("--backend", "NAME")
            .withDefault(AUTO),
        SettingSpec.of(
                COLLECTIONS,
                "the backends of single collections, one `NAME: BACKEND` per line; takes precedence"
                    + " over `vectorstore.backend`")
            .withShape(SettingSpec.Shape.MAP)
            .asPlace());
  }

  /** {@code `auto`, `x` or `y`}. */
  private static String choices(List<BackendProvider> backends) {
    List<String> names =
        Stream.concat(Stream.of(AUTO), backends.stream().map(BackendProvider::id))
            .map(name -> "`" + name + "`")
            .toList();
    int last = names.size() - 1;
    return names.stream().limit(last).collect(Collectors.joining(", "))
        + (last == 0 ? "" : " or ")
        + names.get(last);
  }
}
