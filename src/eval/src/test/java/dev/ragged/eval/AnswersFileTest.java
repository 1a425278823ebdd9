package dev.ragged.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersFileTest {
  @TempDir Path dir;

  private static LabelledReport report(String folder, String by, double... ndcg) {
    List<LabelledAnswer> answers =
        IntStream.range(0, ndcg.length)
            .mapToObj(
                i -> {
                  Map<LabelMeasure, Double> values = new EnumMap<>(LabelMeasure.class);
                  for (LabelMeasure measure : LabelMeasure.values()) {
                    values.put(measure, Double.NaN);
                  }
                  values.put(LabelMeasure.NDCG_10, ndcg[i]);
                  return new LabelledAnswer("q" + i, List.of("p" + i), values);
                })
            .toList();
    return LabelledReport.of(
        folder, 9, ndcg.length, List.of(new LabelledRanking(by, false, answers)), List.of());
  }

  private Path written(LabelledReport... reports) throws IOException {
    Path file = dir.resolve("answers.jsonl");
    try (Writer writer = Files.newBufferedWriter(file)) {
      for (LabelledReport report : reports) {
        AnswersFile.write(report, writer);
      }
    }
    return file;
  }

  @Test
  void should_compare_with_what_was_written() throws IOException {
    Path file =
        written(report("sets/tea", "hybrid", 0.1, 0.2, 1 / 3.0), report("sets/dogs", "hybrid", 1));
    assertEquals(
        "{\"set\":\"tea\",\"by\":\"hybrid\",\"question\":\"q2\",\"ndcg_10\":0.3333333333333333,"
            + "\"recall_10\":null,\"recall_100\":null,\"mrr_10\":null,\"hit_1\":null,\"hit_3\":null,"
            + "\"recomputed\":null,\"recomputed_3\":null,\"hits\":[\"p2\"]}",
        Files.readAllLines(file).get(2));
    LabelledReport compared =
        AnswersFile.read(file).compare(report("elsewhere/tea", "hybrid", 0.1, 0.5, 1 / 3.0, 1));
    PairedTest test = compared.against().get(0);
    assertEquals(3, test.questions());
    assertEquals(0.1, test.difference(), 1e-12);
    assertEquals("hybrid of answers.jsonl", test.second());
    assertEquals(
        "{hybrid={questions=3, difference=0.1, p=1.0}}", compared.json().get("against").toString());
  }

  @Test
  void should_refuse_to_compare_with_nothing() throws IOException {
    AnswersFile read = AnswersFile.read(written(report("tea", "hybrid", 1)));
    for (LabelledReport other :
        List.of(report("dogs", "hybrid", 1), report("tea", "vector", 1), report("tea", "hybrid"))) {
      String message = assertThrows(RaggedException.class, () -> read.compare(other)).getMessage();
      assertTrue(message.contains(" has no answers to these questions of "), message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{; it is not valid JSON",
        "[]; it is not a JSON object",
        "{\"by\":\"x\",\"question\":\"q\",\"ndcg_10\":1}; 'set' is not a string",
        "{\"set\":\"\",\"by\":\"x\",\"question\":\"q\",\"ndcg_10\":1}; 'set' is not a string",
        "{\"set\":\"s\",\"by\":3,\"question\":\"q\",\"ndcg_10\":1}; 'by' is not a string",
        "{\"set\":\"s\",\"by\":\"x\",\"ndcg_10\":1}; 'question' is not a string",
        "{\"set\":\"s\",\"by\":\"x\",\"question\":\"q\"}; 'ndcg_10' is not a number between 0 and 1",
        "{\"set\":\"s\",\"by\":\"x\",\"question\":\"q\",\"ndcg_10\":\"1\"}; 'ndcg_10' is not",
        "{\"set\":\"s\",\"by\":\"x\",\"question\":\"q\",\"ndcg_10\":1.1}; 'ndcg_10' is not",
        "{\"set\":\"s\",\"by\":\"x\",\"question\":\"q\",\"ndcg_10\":1e999}; 'ndcg_10' is not",
        "{\"set\":\"tea\",\"by\":\"hybrid\",\"question\":\"q0\",\"ndcg_10\":1}; appears twice",
      })
  void should_name_the_invalid_line(String line, String what) throws IOException {
    Path file = written(report("tea", "hybrid", 1));
    Files.writeString(file, Files.readString(file) + line + "\n");
    String message = assertThrows(RaggedException.class, () -> AnswersFile.read(file)).getMessage();
    assertTrue(message.startsWith("Line 2 of " + file), message);
    assertTrue(message.contains(what) && message.endsWith("."), message);
    assertEquals(1, message.lines().count());
  }
}
