package dev.ragged.app.chat;

import dev.ragged.config.SettingKeys;
import dev.ragged.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Which chat model to ask, where, and how long to wait for it.
 *
 * @param url of the server's OpenAI protocol, such as {@code http://localhost:11434/v1}
 * @param key to send, or null
 * @param connect to be connected
 * @param firstToken until the answer begins
 * @param whole until it ends
 */
public record ChatSettings(
    String url, String model, String key, Duration connect, Duration firstToken, Duration whole) {

  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** A local server may have to load its model first. */
  private static final Duration FIRST_TOKEN = Duration.ofMinutes(3);

  private static final int MAX_SECONDS = 86_400;

  /** The model that the settings name; empty if they name none. */
  public static Optional<ChatSettings> of(Settings settings) {
    String url = settings.value(SettingKeys.CHAT_URL).text();
    String model = settings.value(SettingKeys.CHAT_MODEL).text();
    if (url == null || model == null) {
      return Optional.empty();
    }
    Duration whole =
        Duration.ofSeconds(
            number(settings, SettingKeys.CHAT_TIMEOUT, MAX_SECONDS, "a number of seconds"));
    return Optional.of(
        new ChatSettings(
            base(settings, url),
            model,
            settings.value(SettingKeys.CHAT_KEY).text(),
            CONNECT,
            whole.compareTo(FIRST_TOKEN) < 0 ? whole : FIRST_TOKEN,
            whole));
  }

  /** How many tokens of passages the settings allow in a prompt. */
  public static int budget(Settings settings) {
    return number(settings, SettingKeys.CHAT_BUDGET, 1_000_000, "a number of tokens");
  }

  private static int number(Settings settings, String label, int most, String what) {
    String text = settings.value(label).text();
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw settings.invalid(
        label, "'" + text + "' is not " + what + " for " + label + "; give one from 1 to " + most);
  }

  /** No message repeats the address, in which somebody may have put a password. */
  private static String base(Settings settings, String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw wrong(settings, "is not an address");
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")
        || url.getHost() == null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw wrong(settings, "is not an address of a server");
    }
    if (url.getRawUserInfo() != null) {
      throw wrong(
          settings, "has a user name or password in it, which belongs into RAGGED_CHAT_KEY");
    }
    String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
    return scheme + "://" + url.getRawAuthority() + (path.isEmpty() ? "/v1" : path);
  }

  private static RuntimeException wrong(Settings settings, String why) {
    return settings.invalid(
        SettingKeys.CHAT_URL,
        "The setting chat.url " + why + "; give one such as http://localhost:11434");
  }

  /** Without the key. */
  @Override
  public String toString() {
    return model + " at " + url;
  }
}
