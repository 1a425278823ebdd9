package dev.ragged.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSetsTest {
  private static final String CORPUS =
      """
      {"_id": "a", "title": "Tea", "text": "Steep it."}
      {"_id": "b", "text": "   "}
      {"_id": 3, "text": "The moon.", "metadata": {"year": 1}}
      """;
  private static final String QUERIES =
      """
      {"_id": "q1", "text": "How is tea made?"}
      {"_id": "q2", "text": "Nobody judged this."}
      {"_id": "q3", "text": "What is in the sky?"}
      """;
  private static final String QRELS =
      "query-id\tcorpus-id\tscore\nq3\t3\t2\r\nq1\ta\t1\nq1\tb\t1\nq1\t3\t0\n";

  @TempDir Path dir;

  private void write(String corpus, String queries, String qrels) throws IOException {
    Files.createDirectories(dir.resolve("qrels"));
    Files.writeString(dir.resolve("corpus.jsonl"), corpus);
    Files.writeString(dir.resolve("queries.jsonl"), queries);
    Files.writeString(dir.resolve("qrels/test.tsv"), qrels);
  }

  private String readError() {
    String message = assertThrows(RaggedException.class, () -> BeirFolder.read(dir)).getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.endsWith("."), message);
    return message;
  }

  @Test
  void should_read_a_beir_folder() throws IOException {
    write(CORPUS, QUERIES, QRELS);
    assertTrue(BeirFolder.isBeirFolder(dir));
    LabelledSet set = BeirFolder.read(dir);
    DataSet data = set.data();
    assertEquals(List.of("a", "3"), set.passageIds());
    assertEquals(List.of("q3", "q1"), set.questionIds());
    assertEquals(List.of("Tea\nSteep it.", "The moon."), data.passages());
    assertEquals(
        List.of(
            new DataSet.Question("What is in the sky?", Map.of(1, 2)),
            new DataSet.Question("How is tea made?", Map.of(0, 1))),
        data.questions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "corpus.jsonl; {\"_id\": \"a\", \"text\": \"x\"; it is not valid JSON",
        "corpus.jsonl; [1]; it is not a JSON object",
        "corpus.jsonl; {\"text\": \"x\"}; '_id' is neither a string nor a whole number",
        "corpus.jsonl; {\"_id\": \"\", \"text\": \"x\"}; '_id' is neither",
        "corpus.jsonl; {\"_id\": \"z\"}; 'text' is not a string",
        "corpus.jsonl; {\"_id\": \"z\", \"text\": 5}; 'text' is not a string",
        "corpus.jsonl; {\"_id\": \"z\", \"text\": \"x\", \"title\": []}; 'title' is not a string",
        "corpus.jsonl; {\"_id\": \"3\", \"text\": \"x\"}; the _id '3' appears twice",
        "queries.jsonl; {\"_id\": \"q1\", \"text\": \"x\"}; the _id 'q1' appears twice",
      })
  void should_name_the_invalid_line(String file, String line, String what) throws IOException {
    write(
        CORPUS + (file.startsWith("corpus") ? line : ""),
        QUERIES + (file.startsWith("queries") ? line : ""),
        QRELS);
    String message = readError();
    assertTrue(message.startsWith("Line 4 of " + dir.resolve(file)), message);
    assertTrue(message.contains(what), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "q1 a 1; it has 1 tab-separated fields instead of 3",
        "q1#a#1#; it has 4 tab-separated fields",
        "q9#a#1; there is no query 'q9'",
        "q1#z#1; there is no text 'z'",
        "q1#a#yes; the score 'yes' is not a whole number",
        "q1#a#99999999999; the score '99999999999' is not a whole number",
        "query-id#corpus-id#score; there is no query 'query-id'",
      })
  void should_name_the_invalid_judgement(String line, String what) throws IOException {
    write(CORPUS, QUERIES, QRELS + line.replace('#', '\t'));
    String message = readError();
    assertTrue(message.startsWith("Line 6 of " + dir.resolve("qrels/test.tsv")), message);
    assertTrue(message.contains(what), message);
  }

  @Test
  void should_reject_invalid_utf8_and_overlong_lines() throws IOException {
    write(CORPUS, QUERIES, QRELS);
    Files.write(dir.resolve("queries.jsonl"), new byte[] {'{', '"', (byte) 0xff, '\n'});
    assertTrue(readError().contains("it is not UTF-8"));
    Files.write(dir.resolve("queries.jsonl"), new byte[Lines.MAX_BYTES + 1]);
    assertTrue(readError().contains("it is longer than"));
    Files.delete(dir.resolve("queries.jsonl"));
    assertTrue(readError().contains("There is no file"));
  }

  @Test
  void should_end_with_files_that_do_not() throws IOException {
    write(CORPUS, QUERIES, QRELS);
    Files.write(dir.resolve("queries.jsonl"), "\n".repeat(Lines.MAX_LINES + 1).getBytes());
    assertTrue(readError().contains("has more than 5000000 lines; give a part of it"));
    Files.delete(dir.resolve("queries.jsonl"));
    Files.createDirectory(dir.resolve("queries.jsonl"));
    assertTrue(readError().contains("Could not read"));
  }

  @Test
  void should_reject_judgements_without_an_answer() throws IOException {
    write(CORPUS, QUERIES, "q1\ta\t0\n");
    assertTrue(readError().contains("There are no questions"));
    Files.delete(dir.resolve("qrels/test.tsv"));
    assertTrue(readError().contains("There is no qrels/test.tsv"));
  }

  @Test
  void should_read_questions_from_the_lines_of_a_file() throws IOException {
    Path file = dir.resolve("questions.txt");
    Files.write(file, "\uFEFFWhy?\r\n\n  How? \nWhy?\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of("Why?", "How?"), Questions.fromFile(file));
  }

  @Test
  void should_find_headings_by_their_markup() throws IOException {
    Path markdown = dir.resolve("a.md");
    Files.writeString(
        markdown,
        "# One `x` #\n\ntext\n\n```sh\n# not a heading\n```\n\nTwo [link](there)\n===\n\n| a |\n| --- |\n");
    assertEquals(List.of("One x"), Headings.of(markdown).subList(0, 1));
    assertEquals(List.of("One x"), Headings.of(markdown), "an underline shorter than its title");
    Path rst = dir.resolve("a.txt");
    Files.writeString(
        rst,
        "==========\nFirst part\n==========\n\n:class:`Form` fields\n---------------------\n\n"
            + "  indented\n----------\n\ntwo lines of\ntext here\n=========\n");
    assertEquals(List.of("First part", "Form fields"), Headings.of(rst));
    Path html = dir.resolve("a.html");
    Files.writeString(html, "<h1>Top</h1><p>x</p><h5>deep</h5><h2>Below</h2>");
    assertEquals(List.of("Top", "Below"), Headings.of(html));
    assertEquals(List.of(), Headings.of(Files.writeString(dir.resolve("a.java"), "# x\n")));
  }

  @Test
  void should_generate_the_same_texts_from_the_same_seed() {
    DataSet data = SyntheticSet.of(100, 30, 7);
    assertEquals(data, SyntheticSet.of(100, 30, 7));
    assertNotEquals(data.digest(), SyntheticSet.of(100, 30, 8).digest());
    assertEquals(100, data.passages().stream().distinct().count());
    assertEquals(30, data.questions().size());
    for (DataSet.Question question : data.questions()) {
      int answer = question.relevant().keySet().iterator().next();
      // The question names the passage's thing, such as "copper lantern".
      String text = data.passages().get(answer);
      assertTrue(
          List.of(text.split("[ .,;]+")).stream()
                  .filter(word -> question.text().contains(word) && word.length() > 3)
                  .count()
              >= 2,
          question + ": " + text);
    }
    assertThrows(IllegalArgumentException.class, () -> SyntheticSet.of(0, 1, 1));
    assertThrows(
        IllegalArgumentException.class, () -> SyntheticSet.of(SyntheticSet.MAX_PASSAGES + 1, 1, 1));
  }

  @Test
  void should_keep_passages_relevant_to_sampled_questions() {
    DataSet data = SyntheticSet.of(200, 50, 1);
    DataSet sample = data.sample(40, 20, 1);
    assertEquals(40, sample.passages().size());
    assertEquals(20, sample.questions().size());
    for (DataSet.Question question : sample.questions()) {
      DataSet.Question before =
          data.questions().stream().filter(q -> q.text().equals(question.text())).findAny().get();
      int oldIndex = before.relevant().keySet().iterator().next();
      int newIndex = question.relevant().keySet().iterator().next();
      assertEquals(data.passages().get(oldIndex), sample.passages().get(newIndex));
    }
    assertEquals(sample, data.sample(40, 20, 1));
  }

  @Test
  void should_tell_texts_with_different_boundaries_apart() {
    DataSet.Question q = new DataSet.Question("q", Map.of());
    assertNotEquals(
        new DataSet("x", List.of("ap", "b"), List.of(q)).digest(),
        new DataSet("x", List.of("a", "pb"), List.of(q)).digest());
  }
}
