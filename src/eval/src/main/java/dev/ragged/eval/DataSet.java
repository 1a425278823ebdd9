package dev.ragged.eval;

import dev.ragged.RaggedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Texts and questions about them.
 *
 * @param name for people
 * @param passages at least one
 * @param questions at least one
 */
public record DataSet(String name, List<String> passages, List<Question> questions) {

  /**
   * A question.
   *
   * @param relevant what is known to answer it: the numbers of passages and how well they do, 1 or
   *     more; empty where nothing is known
   */
  public record Question(String text, Map<Integer, Integer> relevant) {
    public Question {
      relevant = Map.copyOf(relevant);
    }

    private Question renumbered(Map<Integer, Integer> numbers) {
      Map<Integer, Integer> renumbered = new HashMap<>();
      relevant.forEach((old, grade) -> renumbered.put(numbers.get(old), grade));
      return new Question(text, renumbered);
    }
  }

  public DataSet {
    passages = List.copyOf(passages);
    questions = List.copyOf(questions);
    if (passages.isEmpty()) {
      throw new RaggedException("There are no passages in " + name + "; name other documents.");
    }
    if (questions.isEmpty()) {
      throw new RaggedException(
          "There are no questions about " + name + "; give a file of them with --questions.");
    }
  }

  /** It is known which passages answer which question. */
  public boolean labelled() {
    return questions.stream().anyMatch(question -> !question.relevant().isEmpty());
  }

  /**
   * A part of it: questions drawn at random, what is relevant to them, and of the other passages as
   * many as there is room for.
   */
  public DataSet drawn(int mostPassages, int mostQuestions, long seed) {
    Random random = new Random(seed);
    List<Question> asked = new ArrayList<>(questions);
    Collections.shuffle(asked, random);
    asked = asked.subList(0, Math.min(mostQuestions, asked.size()));
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < passages.size(); i++) {
      others.add(i);
    }
    Collections.shuffle(others, random);
    Set<Integer> kept = new LinkedHashSet<>();
    asked.forEach(question -> kept.addAll(new TreeSet<>(question.relevant().keySet())));
    for (int i = 0; i < others.size() && kept.size() < mostPassages; i++) {
      kept.add(others.get(i));
    }
    Map<Integer, Integer> numbers = new HashMap<>();
    kept.forEach(old -> numbers.put(old, numbers.size()));
    return new DataSet(
        name,
        kept.stream().map(passages::get).toList(),
        asked.stream().map(question -> question.renumbered(numbers)).toList());
  }

  /** UTF-8 bytes of all passages. */
  public long textBytes() {
    return passages.stream().mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
  }

  /** A digest of the passages' texts and of the questions', in their order. */
  public String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      passages.forEach(text -> update(digest, 'p', text));
      questions.forEach(question -> update(digest, 'q', question.text()));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With its length in front, so that no two lists run together into the same bytes. */
  private static void update(MessageDigest digest, char kind, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((kind + Integer.toString(bytes.length) + "\n").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
