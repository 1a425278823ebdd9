package dev.ragged.embed;

import dev.ragged.RaggedException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where models are fetched from and kept.
 *
 * @param hub the address of the hub or of a mirror, without a slash at its end
 * @param cache the folder that models are kept in
 * @param token a secret for the hub, sent to no other host; null for none
 * @param listener hears how far a fetch has come
 */
public record HubOptions(URI hub, Path cache, @Nullable String token, Listener listener) {
  /** Hears how far a fetch has come, several times a second. */
  public interface Listener {
    /**
     * A part of a file has arrived.
     *
     * @param model as it was asked for
     * @param file its name in the model
     * @param done bytes of it that are here
     * @param size all of its bytes
     */
    void fetching(String model, String file, long done, long size);
  }

  /**
   * Options for a hub.
   *
   * @param hub its address, such as {@code https://huggingface.co}
   * @param cache the folder that models are kept in
   * @param token a secret for the hub; null or empty for none
   * @param listener hears how far a fetch has come
   * @return the options
   * @throws RaggedException if the address is none
   */
  public static HubOptions of(String hub, Path cache, @Nullable String token, Listener listener) {
    URI uri;
    try {
      uri = URI.create(hub.replaceFirst("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("https") || scheme.equals("http"))
        || uri.getHost() == null
        || uri.getUserInfo() != null
        || uri.getQuery() != null
        || uri.getFragment() != null) {
      throw invalid();
    }
    return new HubOptions(uri, cache, token == null || token.isEmpty() ? null : token, listener);
  }

  private static RaggedException invalid() {
    // It may have a password in it.
    return new RaggedException(
        "The hub's address is not one; give it as https://HOST, without a user or a password.");
  }

  /** Whether a secret may travel to an address: to the hub alone, and not in the open. */
  boolean mayHaveToken(URI uri) {
    return token != null && isHub(uri) && (isEncrypted(uri) || isLoopback(uri));
  }

  /** Whether an address is of the hub itself. */
  boolean isHub(URI uri) {
    return hub.getScheme().equalsIgnoreCase(uri.getScheme())
        && hub.getHost().equalsIgnoreCase(uri.getHost())
        && hub.getPort() == uri.getPort();
  }

  static boolean isEncrypted(URI uri) {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  private static boolean isLoopback(URI uri) {
    try {
      return InetAddress.getByName(uri.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
