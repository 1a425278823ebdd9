package dev.ragged.embed;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.ragged.Embedder;
import dev.ragged.OperationInterruptedException;
import dev.ragged.RaggedException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Embedding models on a server that speaks OpenAI's protocol: OpenAI's own, Ollama, llama.cpp, vLLM
 * and others. The name is the identity, wherever the server is.
 */
public final class RemoteModel {
  private static final int MAX_TRIES = 5;
  private static final int MAX_SHOWN = 200;

  private RemoteModel() {}

  /**
   * Opens a model; asks the server nothing yet.
   *
   * @param identity what collections remember it by, such as {@code openai:NAME}
   * @param name the server's name for it
   * @param url such as {@code http://localhost:8080/v1}; without a path, {@code /v1} is added
   * @param key a secret sent with each request, or null
   * @param timeout of a request
   * @return the model; its methods throw a {@link RaggedException} if the server fails
   * @throws RaggedException if the address is none
   */
  public static Embedder open(
      String identity, String name, String url, @Nullable String key, Duration timeout) {
    return open(identity, name, url, key, timeout, RemoteModel::sleep);
  }

  static Embedder open(
      String identity,
      String name,
      String url,
      @Nullable String key,
      Duration timeout,
      LongConsumer pause) {
    String base = base(url);
    EmbeddingModel client =
        OpenAiEmbeddingModel.builder()
            .baseUrl(base)
            .apiKey(key)
            .modelName(name)
            .timeout(timeout)
            .maxRetries(0) // it would also retry what cannot go well
            .build();
    return new LangChain4jEmbedder(
        identity,
        new Patient(client, name, base, pause),
        LangChain4jEmbedder.DEFAULT_MAX_TOKENS,
        LangChain4jEmbedder.DEFAULT_BATCH,
        true);
  }

  private static String base(String url) {
    try {
      URI uri = URI.create(url.replaceFirst("/+$", ""));
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getUserInfo() == null) {
        return uri.getPath().isEmpty() ? uri + "/v1" : uri.toString();
      }
    } catch (IllegalArgumentException e) {
      // As below.
    }
    throw new RaggedException(
        "The address of the embedding server is not one; give it as http://HOST:PORT/v1, without a"
            + " user or a password.");
  }

  private static void sleep(long seconds) {
    try {
      Thread.sleep(seconds * 1_000);
    } catch (InterruptedException e) {
      throw new OperationInterruptedException(
          "Waiting for the embedding server was interrupted.", e);
    }
  }

  /** Tries again where the server is only busy, and fails in one sentence. */
  private record Patient(EmbeddingModel client, String name, String url, LongConsumer pause)
      implements EmbeddingModel {

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> texts) {
      return patiently(() -> client.embedAll(texts));
    }

    @Override
    public int dimension() {
      return patiently(client::dimension);
    }

    private <T> T patiently(Supplier<T> request) {
      for (int attempt = 1; ; attempt++) {
        try {
          return request.get();
        } catch (RateLimitException | InternalServerException e) {
          if (attempt == MAX_TRIES) {
            throw failure(e);
          }
          pause.accept(1L << (attempt - 1));
        } catch (RuntimeException e) {
          throw failure(e);
        }
      }
    }

    private RaggedException failure(RuntimeException e) {
      String server = "The embedding server at " + url;
      if (e instanceof AuthenticationException) {
        return new RaggedException(
            server + " wants a key, or another one; set RAGGED_EMBEDDING_KEY.", e);
      }
      if (e instanceof ModelNotFoundException) {
        return new RaggedException(server + " has no model '" + name + "'.", e);
      }
      if (e instanceof TimeoutException) {
        return new RaggedException(
            server + " did not answer in time; set embedding.timeout to more seconds.", e);
      }
      if (e instanceof RateLimitException) {
        return new RaggedException(
            server + " wants fewer requests; try again later, and it goes on from there.", e);
      }
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof ConnectException) {
          return new RaggedException(
              "No embedding server answers at " + url + "; start it, or set embedding.url.", e);
        }
      }
      String said = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
      return new RaggedException(
          server
              + " failed: "
              + said.substring(0, Math.min(MAX_SHOWN, said.length()))
              + (said.length() > MAX_SHOWN ? "..." : ""),
          e);
    }
  }
}
