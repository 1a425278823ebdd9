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
 * Passages and questions about them.
 *
 * @param name for display
 * @param passages at least one
 * @param questions at least one
 */
public record DataSet(String name, List<String> passages, List<Question> questions) {

  /**
   * A question.
   *
   * @param relevant the indexes of passages known to answer it, and their grades, 1 or more; empty
   *     if nothing is known
   */
  public record Question(String text, Map<Integer, Integer> relevant) {
    public Question {
      relevant = Map.copyOf(relevant);
    }

    private Question renumbered(Map<Integer, Integer> newIndexes) {
      Map<Integer, Integer> grades = new HashMap<>();
      relevant.forEach((old, grade) -> grades.put(newIndexes.get(old), grade));
      return new Question(text, grades);
    }
  }

  public DataSet {
    passages = List.copyOf(passages);
    questions = List.copyOf(questions);
    if (passages.isEmpty()) {
      throw new RaggedException("There are no passages in " + name + "; choose other documents.");
    }
    if (questions.isEmpty()) {
      throw new RaggedException(
          "There are no questions about " + name + "; provide a file of questions.");
    }
  }

  /** Whether some questions have known answers. */
  public boolean labelled() {
    return questions.stream().anyMatch(question -> !question.relevant().isEmpty());
  }

  /** Draws questions at random, keeps their relevant passages, and fills up with other passages. */
  public DataSet sample(int maxPassages, int maxQuestions, long seed) {
    Random random = new Random(seed);
    List<Question> asked = new ArrayList<>(questions);
    Collections.shuffle(asked, random);
    asked = asked.subList(0, Math.min(maxQuestions, asked.size()));
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < passages.size(); i++) {
      others.add(i);
    }
    Collections.shuffle(others, random);
    Set<Integer> kept = new LinkedHashSet<>();
    asked.forEach(question -> kept.addAll(new TreeSet<>(question.relevant().keySet())));
    for (int i = 0; i < others.size() && kept.size() < maxPassages; i++) {
      kept.add(others.get(i));
    }
    Map<Integer, Integer> newIndexes = new HashMap<>();
    kept.forEach(old -> newIndexes.put(old, newIndexes.size()));
    return new DataSet(
        name,
        kept.stream().map(passages::get).toList(),
        asked.stream().map(question -> question.renumbered(newIndexes)).toList());
  }

  /** The size of all passages in UTF-8 bytes. */
  public long textBytes() {
    return passages.stream().mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
  }

  /** A digest of the texts of passages and questions, in order. */
  public String digest() {
    MessageDigest digest = sha256();
    passages.forEach(text -> update(digest, 'p', text));
    questions.forEach(question -> update(digest, 'q', question.text()));
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Prefixes the length, so that different lists never give the same bytes. */
  private static void update(MessageDigest digest, char kind, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((kind + Integer.toString(bytes.length) + "\n").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
