package dev.ragged.app.chat;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in a sentence why a server gave no answer, or not all of it. */
final class ChatFailures {
  private static final int MAX_NAMES = 10;
  private static final int MAX_NAME = 80;
  private static final int MAX_SAID = 200;

  private final ChatSettings settings;
  private final String server;

  ChatFailures(ChatSettings settings) {
    this.settings = settings;
    this.server = "the chat server at " + settings.url();
  }

  /** Nothing has come. */
  ChatException before(Throwable failure) {
    Optional<HttpException> status = find(failure, HttpException.class);
    if (status.isPresent()) {
      return refused(status.get().statusCode(), status.get().getMessage());
    }
    if (find(failure, ConnectException.class).isPresent()
        || find(failure, HttpConnectTimeoutException.class).isPresent()
        || find(failure, UnknownHostException.class).isPresent()
        || find(failure, UnresolvedAddressException.class).isPresent()) {
      return new ChatException(
          "No chat server answers at "
              + settings.url()
              + "; start it, or correct the setting chat.url.",
          false);
    }
    return new ChatException(
        "The connection to " + server + " broke before it answered; see whether it still runs.",
        true);
  }

  /** A part has come. */
  String middle(Throwable failure) {
    return failure != null && find(failure, ChatExchange.TooLongException.class).isPresent()
        ? "The answer of " + server + " did not end, and was cut."
        : "The connection to "
            + server
            + " broke in the middle of the answer; see whether it still runs, and ask again.";
  }

  ChatException late(Duration limit) {
    return new ChatException(
        "The answer of "
            + server
            + " took longer than "
            + Math.max(1, limit.toSeconds())
            + " s; take a smaller model, or raise the setting chat.timeout.",
        false);
  }

  ChatException empty() {
    return new ChatException(
        "The model '" + settings.model() + "' answered nothing; take another one.", false);
  }

  private ChatException refused(int status, String body) {
    String at = "The chat server at " + settings.url();
    if (status == 401 || status == 403) {
      return new ChatException(
          at
              + (settings.key() == null
                  ? " asks for a key; set the variable RAGGED_CHAT_KEY."
                  : " refused the key in RAGGED_CHAT_KEY; set it to one that is valid there."),
          false);
    }
    if (status == 404) {
      return new ChatException(missing(at), false);
    }
    if (status == 429) {
      return new ChatException(at + " takes no more questions now; ask again later.", true);
    }
    if (status >= 500) {
      return new ChatException(at + " failed (HTTP " + status + ")" + said(body) + ".", true);
    }
    return new ChatException(
        at
            + " refused the request (HTTP "
            + status
            + ")"
            + said(body)
            + "; if the prompt is too long for it, lower the setting chat.budget.",
        false);
  }

  private String missing(String at) {
    List<String> names = names();
    return names.isEmpty()
        ? at
            + " has no model '"
            + settings.model()
            + "', or does not speak OpenAI's protocol there; correct chat.model or chat.url."
        : at
            + " has no model '"
            + settings.model()
            + "'; set chat.model to one that it has: "
            + String.join(", ", names)
            + ".";
  }

  /** The models that the server offers; none if it does not say. */
  private List<String> names() {
    try {
      return OpenAiModelCatalog.builder()
          .httpClientBuilder(ChatClient.http(settings))
          .baseUrl(settings.url())
          .apiKey(settings.key())
          .connectTimeout(settings.connect())
          .readTimeout(settings.connect())
          .build()
          .listModels()
          .stream()
          .map(model -> clean(model.name(), MAX_NAME))
          .filter(name -> !name.isEmpty())
          .limit(MAX_NAMES)
          .collect(Collectors.toList());
    } catch (RuntimeException e) {
      return List.of(); // what was asked for matters more than why there is no list
    }
  }

  private String said(String body) {
    String clean = clean(body, MAX_SAID);
    return clean.isEmpty() ? "" : ": " + clean.replaceAll("[.\\s]+$", "");
  }

  /** What a server says, which must not repeat the key. */
  private String clean(String text, int most) {
    if (text == null) {
      return "";
    }
    String plain = PromptText.line(text.length() > 10_000 ? text.substring(0, 10_000) : text);
    if (settings.key() != null) {
      plain = plain.replace(settings.key(), "(key)");
    }
    return plain.length() > most ? plain.substring(0, most) + "..." : plain;
  }

  private static <E extends Throwable> Optional<E> find(Throwable failure, Class<E> type) {
    int depth = 0;
    for (Throwable at = failure; at != null && depth < 20; at = at.getCause(), depth++) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
    }
    return Optional.empty();
  }
}
