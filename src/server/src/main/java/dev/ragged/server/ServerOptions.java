package dev.ragged.server;

import java.nio.file.Path;
import java.util.List;

/**
 * How a server is reached, and what it may do.
 *
 * @param host the address to listen at; all but the loopback ones need the token for everything
 * @param port to listen at, 0 for any that is free
 * @param token what those must show who change something
 * @param requireToken whether those who read must show it, too; on all but a loopback address they
 *     must anyway
 * @param hosts names of this machine that browsers may use, besides {@code localhost} and addresses
 * @param allowed folders that clients may have added
 * @param watch whether to keep collections in step with what was added to them
 * @param warm whether to embed passages while nobody asks, as far as memory for vectors is set
 * @param limits how much it takes on
 */
public record ServerOptions(
    String host,
    int port,
    String token,
    boolean requireToken,
    List<String> hosts,
    List<Path> allowed,
    boolean watch,
    boolean warm,
    Limits limits) {

  /** The port where none is chosen. */
  public static final int DEFAULT_PORT = 8650;

  private static final int MAX_PORT = 65_535;
  private static final int MIN_TOKEN = 16;

  /**
   * How much a server takes on.
   *
   * @param searches how many run at once
   * @param waiting how many more wait for their turn; others are refused
   * @param seconds how long one may take, with its waiting
   * @param bodyBytes the largest body of a request
   */
  public record Limits(int searches, int waiting, int seconds, int bodyBytes) {
    /** As many searches as processors, 64 that wait, 30 seconds, 1 MB. */
    public static final Limits DEFAULT =
        new Limits(Math.max(2, Runtime.getRuntime().availableProcessors()), 64, 30, 1_000_000);
  }

  /**
   * @throws IllegalArgumentException if the port or token is not usable
   */
  public ServerOptions {
    hosts = List.copyOf(hosts);
    allowed = List.copyOf(allowed);
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "The port must be between 0 and " + MAX_PORT + ", got " + port + ".");
    }
    if (token.length() < MIN_TOKEN || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "The token must have at least " + MIN_TOKEN + " printable ASCII characters, no spaces.");
    }
  }
}
