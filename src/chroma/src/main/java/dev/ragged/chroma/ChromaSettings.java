package dev.ragged.chroma;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How to reach a Chroma server.
 *
 * @param url the address of the server: {@code http} or {@code https}, host, port and, behind a
 *     proxy, a path
 * @param tenant the server's tenant; default {@code default_tenant}
 * @param database the tenant's database; default {@code default_database}
 * @param token a secret sent with every request, or null; never part of a message
 * @param tokenHeader the header that carries it; {@code Authorization} (the default) carries {@code
 *     Bearer TOKEN}, any other, such as {@code X-Chroma-Token}, the bare token
 * @param caFile certificates in PEM format to trust instead of the JVM's own, or null
 * @param timeout maximum time for one request, from connecting to the last byte of the response;
 *     default 30 s
 */
public record ChromaSettings(
    URI url,
    String tenant,
    String database,
    String token,
    String tokenHeader,
    Path caFile,
    Duration timeout) {

  /** The default of {@link #tenant}. */
  public static final String DEFAULT_TENANT = "default_tenant";

  /** The default of {@link #database}. */
  public static final String DEFAULT_DATABASE = "default_database";

  /** The default of {@link #tokenHeader}. */
  public static final String DEFAULT_TOKEN_HEADER = "Authorization";

  /** The default of {@link #timeout}. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  public ChromaSettings {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(tokenHeader, "tokenHeader");
    String scheme = url.getScheme();
    if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "'"
              + url
              + "' is not the address of a Chroma server; use one like http://localhost:8000.");
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException(
          "The timeout must be longer than 0 seconds, got " + timeout + ".");
    }
  }

  /** A server with default settings. */
  public static ChromaSettings of(URI url) {
    return new ChromaSettings(
        url, DEFAULT_TENANT, DEFAULT_DATABASE, null, DEFAULT_TOKEN_HEADER, null, DEFAULT_TIMEOUT);
  }

  /** The same settings with another {@link #timeout}. */
  public ChromaSettings withTimeout(Duration timeout) {
    return new ChromaSettings(url, tenant, database, token, tokenHeader, caFile, timeout);
  }

  /** Without the token, to keep it out of logs. */
  @Override
  public String toString() {
    return url + ", tenant " + tenant + ", database " + database;
  }
}
