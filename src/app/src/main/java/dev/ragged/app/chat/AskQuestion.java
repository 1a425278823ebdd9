package dev.ragged.app.chat;

import dev.ragged.SearchRequest;
import dev.ragged.app.Cancellation;
import dev.ragged.app.Floor;
import dev.ragged.app.SearchService;
import dev.ragged.app.answer.Answer;
import dev.ragged.embed.ApproximateTokenizer;
import java.util.List;
import java.util.function.Function;

/**
 * Answers questions with a chat model from what a search finds, and remembers them, so that a later
 * one may refer to an earlier one. For one thread.
 */
public final class AskQuestion {
  private final SearchService search;
  private final ChatSettings settings;
  private final int budget;
  private final Conversation conversation = new Conversation();

  /**
   * @param settings which model to ask; null for none, which makes prompts only
   * @param budget how many tokens of passages a prompt may have, as {@link ApproximateTokenizer}
   *     counts them
   */
  public AskQuestion(SearchService search, ChatSettings settings, int budget) {
    this.search = search;
    this.settings = settings;
    this.budget = budget;
  }

  /** Makes the prompt for a question, and asks nobody. */
  public AskReport prompt(SearchRequest request, Floor floor) {
    Answer found = search.answerFolded(request, floor);
    List<Source> sources = new Packing(new ApproximateTokenizer()).pack(found.hits(), budget);
    Prompt prompt = sources.isEmpty() ? null : Prompt.answering(found.question(), sources);
    return new AskReport(request.text(), found, sources, prompt, null, null, List.of());
  }

  /**
   * Answers a question. Nothing near enough to it, and no model is asked.
   *
   * @param question as the user put it
   * @param request what to search for a question, once that is whole
   * @throws ChatException if no answer begins
   */
  public AskReport ask(
      String question,
      Function<String, SearchRequest> request,
      Floor floor,
      AskListener listener,
      Cancellation cancellation) {
    ChatClient client = new ChatClient(settings);
    String whole = question;
    if (!conversation.isEmpty()) {
      Reply reply = client.ask(conversation.completing(question), piece -> {}, cancellation);
      boolean complete = reply.failure() == null && !reply.stopped();
      whole = complete ? Conversation.completed(question, reply.text()) : question;
      if (!whole.equals(question)) {
        listener.searching(whole);
      }
    }
    AskReport made = prompt(request.apply(whole), floor);
    if (made.refused() || cancellation.isCancelled()) {
      return new AskReport(
          question, made.found(), made.sources(), made.prompt(), null, null, List.of());
    }
    listener.sources(made.sources());
    AnswerChecks checks = new AnswerChecks(made.sources());
    AnswerStream stream = new AnswerStream(checks, listener);
    Reply reply = client.ask(made.prompt(), stream::piece, cancellation);
    stream.end();
    conversation.add(whole, reply.text());
    return new AskReport(
        question,
        made.found(),
        made.sources(),
        made.prompt(),
        settings.model(),
        reply,
        checks.check(reply.text()));
  }
}
