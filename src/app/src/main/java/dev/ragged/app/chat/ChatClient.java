package dev.ragged.app.chat;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.ragged.app.Cancellation;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Asks a server that speaks OpenAI's protocol. A request that fails before the answer begins is
 * repeated where that may help; once it has begun, what has come is kept.
 */
final class ChatClient {
  private static final int ATTEMPTS = 3;
  private static final int POLL_MILLIS = 50;

  private final ChatSettings settings;
  private final Duration pause;

  ChatClient(ChatSettings settings) {
    this(settings, Duration.ofSeconds(1));
  }

  /**
   * For tests.
   *
   * @param pause before a request is repeated
   */
  ChatClient(ChatSettings settings, Duration pause) {
    this.settings = settings;
    this.pause = pause;
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param pieces told of each piece of the answer as it comes
   * @throws ChatException if no answer begins
   */
  Reply ask(Prompt prompt, Consumer<String> pieces, Cancellation cancellation) {
    ChatRequest request =
        ChatRequest.builder()
            .messages(SystemMessage.from(prompt.system()), UserMessage.from(prompt.user()))
            .build();
    OpenAiStreamingChatModel model =
        OpenAiStreamingChatModel.builder()
            .httpClientBuilder(http(settings))
            .baseUrl(settings.url())
            .apiKey(settings.key())
            .modelName(settings.model())
            .temperature(0.0)
            .timeout(settings.whole())
            .build();
    for (int attempt = 1; ; attempt++) {
      ChatExchange exchange = new ChatExchange();
      try {
        model.chat(request, exchange);
      } catch (RuntimeException e) {
        exchange.onError(e);
      }
      try {
        return follow(exchange, pieces, cancellation);
      } catch (ChatException e) {
        if (!e.mayPass() || attempt == ATTEMPTS || cancellation.isCancelled()) {
          throw e;
        }
        sleep(pause.multipliedBy(attempt));
      }
    }
  }

  /** Some servers do not understand an offer of HTTP/2. Redirects are not followed. */
  static HttpClientBuilder http(ChatSettings settings) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connect());
    return new JdkHttpClientBuilder().httpClientBuilder(client).connectTimeout(settings.connect());
  }

  private Reply follow(ChatExchange exchange, Consumer<String> pieces, Cancellation cancellation) {
    ChatFailures failures = new ChatFailures(settings);
    StringBuilder text = new StringBuilder();
    long start = System.nanoTime();
    try {
      while (true) {
        if (cancellation.isCancelled()) {
          return new Reply(text.toString(), null, null, false, true, null);
        }
        Duration limit = text.isEmpty() ? settings.firstToken() : settings.whole();
        Object event = exchange.next(POLL_MILLIS);
        if (event instanceof String piece) {
          text.append(piece);
          pieces.accept(piece);
        } else if (event instanceof ChatResponse response) {
          return complete(response, text.toString(), failures);
        } else if (event instanceof Throwable failure) {
          if (text.isEmpty()) {
            throw failures.before(failure);
          }
          return broken(text, failures.middle(failure));
        } else if (System.nanoTime() - start > limit.toNanos()) {
          if (text.isEmpty()) {
            throw failures.late(limit);
          }
          return broken(text, failures.late(limit).getMessage());
        }
      }
    } finally {
      exchange.cancel();
    }
  }

  private static Reply broken(StringBuilder text, String failure) {
    return new Reply(text.toString(), null, null, false, false, failure);
  }

  private static Reply complete(ChatResponse response, String text, ChatFailures failures) {
    FinishReason reason = response.finishReason();
    if (text.isBlank()) {
      throw failures.empty();
    }
    TokenUsage usage = response.tokenUsage();
    return new Reply(
        text,
        usage == null ? null : usage.inputTokenCount(),
        usage == null ? null : usage.outputTokenCount(),
        reason == FinishReason.LENGTH,
        false,
        // A server that goes away may look like one that has said all.
        reason == null ? failures.middle(null) : null);
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
