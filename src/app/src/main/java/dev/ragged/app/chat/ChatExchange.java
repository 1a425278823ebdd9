package dev.ragged.app.chat;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes what comes in on a thread of the HTTP client, for the one that waits. */
final class ChatExchange implements StreamingChatResponseHandler {
  /** No answer to a question is longer. */
  private static final int MAX_CHARACTERS = 50_000;

  /** Ends an answer that does not end by itself. */
  static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
  private volatile StreamingHandle handle;
  private volatile boolean cancelled;
  private int characters;

  /** A String, a ChatResponse, a Throwable, or null if none of them comes in time. */
  Object next(int millis) {
    try {
      return events.poll(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    }
  }

  /** Wants no more. */
  void cancel() {
    cancelled = true;
    StreamingHandle open = handle;
    if (open != null && !open.isCancelled()) {
      open.cancel();
    }
  }

  @Override
  public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
    handle = context.streamingHandle();
    if (cancelled) {
      handle.cancel();
      return;
    }
    String piece = partial.text();
    if (piece == null || piece.isEmpty()) {
      return;
    }
    characters += piece.length();
    if (characters > MAX_CHARACTERS) {
      events.add(new TooLongException());
      cancel();
    } else {
      events.add(piece);
    }
  }

  @Override
  public void onCompleteResponse(ChatResponse response) {
    events.add(response);
  }

  @Override
  public void onError(Throwable failure) {
    events.add(failure);
  }
}
