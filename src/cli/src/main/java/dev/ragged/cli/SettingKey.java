package dev.ragged.cli;

import dev.ragged.SearchRequest;
import dev.ragged.chroma.ChromaSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every setting there is, each in one line: what {@code config.yaml} may hold, what {@code ragged
 * config} prints and what docs/configuration.md is checked against.
 */
enum SettingKey {
  DATA_DIR(
      null,
      "RAGGED_DATA_DIR",
      "--data-dir",
      Default.computed("~/.ragged"),
      "where collections and `config.yaml` are kept"),
  MODEL(
      "model",
      "RAGGED_MODEL",
      "--model",
      Default.of("bundled"),
      "the embedding model: `bundled`, or a folder with an ONNX model in the layout of Hugging"
          + " Face"),
  COLLECTION(
      "collection",
      "RAGGED_COLLECTION",
      "--collection",
      Default.of("default"),
      "the collection that commands work on"),
  CHUNK_TOKENS(
      "chunk_tokens",
      "RAGGED_CHUNK_TOKENS",
      "--chunk-tokens",
      Default.computed("256"),
      "tokens of a passage at most; the default gives way to a model that reads fewer"),
  OVERLAP(
      "overlap",
      "RAGGED_OVERLAP",
      "--overlap",
      Default.computed("32"),
      "tokens that a passage repeats of the one before; the default is a quarter of"
          + " `chunk_tokens` at most"),
  LIMIT("limit", "RAGGED_LIMIT", "--limit", Default.of("3"), "hits of a search at most"),
  MODE(
      "mode",
      "RAGGED_MODE",
      "--mode",
      Default.of("vector"),
      "how to search: `vector` (meaning), `lexical` (words) or `hybrid` (both)"),
  RECALL(
      "recall",
      "RAGGED_RECALL",
      "--recall",
      Default.of("0.95"),
      "the share of the truly nearest passages that a search is to find"),
  QUIET("quiet", "RAGGED_QUIET", "--quiet", Default.of("false"), "no progress on standard error"),
  BACKEND(
      "vectorstore.backend",
      "RAGGED_BACKEND",
      "--backend",
      Default.of("auto"),
      "where collections are kept: `auto`, `leann` or `chromadb`"),
  COLLECTIONS(
      "vectorstore.collections",
      null,
      null,
      Default.NONE,
      "where single collections are kept, a line each: `NAME: leann` or `NAME: chromadb`; comes"
          + " before `vectorstore.backend`",
      Shape.MAP),
  SEARCH_COMPLEXITY(
      "leann.search_complexity",
      "RAGGED_SEARCH_COMPLEXITY",
      "--search-complexity",
      Default.of("" + SearchRequest.DEFAULT_SEARCH_COMPLEXITY),
      "passages embedded again for a question at most; on Chroma, candidates asked for"),
  GRAPH_DEGREE(
      "leann.graph_degree",
      "RAGGED_GRAPH_DEGREE",
      null,
      Default.of("0"),
      "neighbours of a passage in the graph (HNSW's M) that a new collection has beside its codes, 2"
          + " to 512; `0` for none"),
  CHROMADB_URL(
      "chromadb.url",
      "RAGGED_CHROMA_URL",
      "--chroma-url",
      Default.NONE,
      "a Chroma server, such as `http://localhost:8000`; without it ragged starts one of its own"
          + " where one is needed"),
  CHROMADB_TENANT(
      "chromadb.tenant",
      "RAGGED_CHROMA_TENANT",
      null,
      Default.of(ChromaSettings.DEFAULT_TENANT),
      "the tenant on the server at `chromadb.url`"),
  CHROMADB_DATABASE(
      "chromadb.database",
      "RAGGED_CHROMA_DATABASE",
      null,
      Default.of(ChromaSettings.DEFAULT_DATABASE),
      "the tenant's database"),
  CHROMADB_TOKEN(
      "chromadb.token",
      "RAGGED_CHROMA_TOKEN",
      null,
      Default.NONE,
      "a secret sent to the server with every request; never printed"),
  CHROMADB_TOKEN_HEADER(
      "chromadb.token_header",
      "RAGGED_CHROMA_TOKEN_HEADER",
      null,
      Default.of(ChromaSettings.DEFAULT_TOKEN_HEADER),
      "the header that carries the token: `Authorization` as `Bearer TOKEN`, any other, such as"
          + " `X-Chroma-Token`, bare"),
  CHROMADB_CA_FILE(
      "chromadb.ca_file",
      "RAGGED_CHROMA_CA_FILE",
      null,
      Default.NONE,
      "certificates in PEM to trust instead of Java's own"),
  CHROMADB_TIMEOUT(
      "chromadb.timeout",
      "RAGGED_CHROMA_TIMEOUT",
      null,
      Default.of("" + ChromaSettings.DEFAULT_TIMEOUT.toSeconds()),
      "seconds that one request may take"),
  CHROMADB_COMMAND(
      "chromadb.command",
      "RAGGED_CHROMA_COMMAND",
      null,
      Default.NONE,
      "what starts Chroma, split at spaces, or a list of words; without it `chroma` or a `python3`"
          + " with the package is looked for on the path",
      Shape.WORDS),
  CHROMADB_PATH(
      "chromadb.path",
      "RAGGED_CHROMA_PATH",
      null,
      Default.computed("DATA-DIR/chroma"),
      "the folder in which a server of ragged's own keeps its data");

  /** What a value looks like in the file. */
  enum Shape {
    /** A string, number, true or false. */
    SINGLE,
    /** A string that is split at spaces, or a list. */
    WORDS,
    /** Keys of the user's own, each with a single value. */
    MAP
  }

  /**
   * What holds where nothing is said.
   *
   * @param text as shown, or null for nothing
   * @param computed by whoever asks for the setting, who must tell a wish from the default
   */
  record Default(String text, boolean computed) {
    static final Default NONE = new Default(null, false);

    static Default of(String text) {
      return new Default(text, false);
    }

    static Default computed(String text) {
      return new Default(text, true);
    }
  }

  private final String key;
  private final String variable;
  private final String flag;
  private final Default byDefault;
  private final String meaning;
  private final Shape shape;

  SettingKey(String key, String variable, String flag, Default byDefault, String meaning) {
    this(key, variable, flag, byDefault, meaning, Shape.SINGLE);
  }

  SettingKey(
      String key, String variable, String flag, Default byDefault, String meaning, Shape shape) {
    this.key = key;
    this.variable = variable;
    this.flag = flag;
    this.byDefault = byDefault;
    this.meaning = meaning;
    this.shape = shape;
  }

  /** Its dotted place in {@code config.yaml}, or null if it has none. */
  String key() {
    return key;
  }

  /** What it is called: its place in the file where it has one. */
  String label() {
    return key == null ? name().toLowerCase(Locale.ROOT) : key;
  }

  /** Its environment variable, or null. */
  String variable() {
    return variable;
  }

  /** Its flag, or null. */
  String flag() {
    return flag;
  }

  Default byDefault() {
    return byDefault;
  }

  String meaning() {
    return meaning;
  }

  Shape shape() {
    return shape;
  }

  /** What nobody but the server is to see. */
  boolean isSecret() {
    return this == CHROMADB_TOKEN;
  }

  /** The setting at a dotted place in the file. */
  static Optional<SettingKey> at(String key) {
    return Stream.of(values()).filter(setting -> key.equals(setting.key)).findFirst();
  }
}
