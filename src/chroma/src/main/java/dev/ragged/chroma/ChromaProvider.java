package dev.ragged.chroma;

import dev.ragged.spi.Backend;
import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.SettingSpec;
import dev.ragged.spi.SettingValues;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Offers Chroma: a configured server, or else one that ragged starts over a folder. */
public final class ChromaProvider implements BackendProvider {
  /** The backend's name in flags, JSON and configuration. */
  public static final String ID = "chromadb";

  private static final String URL = "chromadb.url";
  private static final String TENANT = "chromadb.tenant";
  private static final String DATABASE = "chromadb.database";
  private static final String TOKEN = "chromadb.token";
  private static final String TOKEN_HEADER = "chromadb.token_header";
  private static final String CA_FILE = "chromadb.ca_file";
  private static final String TIMEOUT = "chromadb.timeout";
  private static final String COMMAND = "chromadb.command";
  private static final String PATH = "chromadb.path";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return "Chroma";
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.of(
                URL,
                "a Chroma server, such as `http://localhost:8000`; without it ragged starts one of its"
                    + " own when needed")
            .withVariable("RAGGED_CHROMA_URL")
            .withFlag("--chroma-url", "URL")
            .asPlace(),
        SettingSpec.of(TENANT, "the tenant on the server at `chromadb.url`")
            .withVariable("RAGGED_CHROMA_TENANT")
            .withDefault(ChromaSettings.DEFAULT_TENANT),
        SettingSpec.of(DATABASE, "the tenant's database")
            .withVariable("RAGGED_CHROMA_DATABASE")
            .withDefault(ChromaSettings.DEFAULT_DATABASE),
        SettingSpec.of(TOKEN, "a secret sent to the server with every request; never printed")
            .withVariable("RAGGED_CHROMA_TOKEN")
            .asSecret(),
        SettingSpec.of(
                TOKEN_HEADER,
                "the header that carries the token: `Authorization` as `Bearer TOKEN`, any other, such"
                    + " as `X-Chroma-Token`, the bare token")
            .withVariable("RAGGED_CHROMA_TOKEN_HEADER")
            .withDefault(ChromaSettings.DEFAULT_TOKEN_HEADER),
        SettingSpec.of(CA_FILE, "certificates in PEM to trust instead of Java's own")
            .withVariable("RAGGED_CHROMA_CA_FILE"),
        SettingSpec.of(TIMEOUT, "maximum number of seconds that one request may take")
            .withVariable("RAGGED_CHROMA_TIMEOUT")
            .withDefault("" + ChromaSettings.DEFAULT_TIMEOUT.toSeconds()),
        SettingSpec.of(
                COMMAND,
                "the command that starts Chroma, split at spaces, or a list of words; without it ragged"
                    + " looks for `chroma`, or a `python3` that has the package, on the path")
            .withVariable("RAGGED_CHROMA_COMMAND")
            .withShape(SettingSpec.Shape.WORDS),
        SettingSpec.of(PATH, "the folder in which a server that ragged starts keeps its data")
            .withVariable("RAGGED_CHROMA_PATH")
            .withComputedDefault("DATA-DIR/chroma")
            .asPlace());
  }

  @Override
  public Backend configure(SettingValues values) {
    Duration timeout = timeout(values);
    Path folder = values.path(PATH);
    return new ChromaBackend(
        server(values, timeout),
        values.words(COMMAND),
        folder == null ? values.dataDir().resolve("chroma") : folder,
        values.dataDir(),
        timeout,
        values.environment());
  }

  private static Duration timeout(SettingValues values) {
    String text = values.text(TIMEOUT);
    try {
      double seconds = Double.parseDouble(text);
      if (seconds > 0 && seconds <= Duration.ofDays(1).toSeconds()) {
        return Duration.ofMillis(Math.max(1, Math.round(seconds * 1e3)));
      }
    } catch (NumberFormatException e) {
      // Rejected below like a number out of range.
    }
    throw values.invalid(
        TIMEOUT, "'" + text + "' is not a timeout; set a number of seconds, such as 30");
  }

  private static ChromaSettings server(SettingValues values, Duration timeout) {
    String url = values.text(URL);
    if (url == null) {
      return null;
    }
    try {
      return new ChromaSettings(
          URI.create(url),
          values.text(TENANT),
          values.text(DATABASE),
          values.text(TOKEN),
          values.text(TOKEN_HEADER),
          values.path(CA_FILE),
          timeout);
    } catch (IllegalArgumentException e) {
      throw values.invalid(
          URL,
          "'"
              + url
              + "' is not the address of a Chroma server; use one like http://localhost:8000");
    }
  }
}
