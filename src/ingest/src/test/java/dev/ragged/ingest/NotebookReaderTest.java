package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NotebookReaderTest {
  static final String NOTEBOOK =
      """
      {"cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Churn\\n", "\\n", "Who leaves. ![p](data:image/png;base64,AAAA/BBBB+CCCC==)"]},
        {"cell_type": "code", "source": "def churn(df):\\n    return 1", "outputs": [
          {"output_type": "stream", "name": "stdout", "text": ["loaded 17 rows\\n"]},
          {"output_type": "display_data", "data": {"image/png": "%s", "text/plain": ["<Figure>"]}},
          {"output_type": "execute_result", "data": {"text/html": "<b>", "text/plain": "0.25 left"}},
          {"output_type": "error", "ename": "KeyError", "evalue": "month", "traceback": ["\\u001b[31mx"]}]},
        {"cell_type": "markdown", "source": "## Conclusion\\n\\nCall every new customer."}],
       "metadata": {"kernelspec": {"language": "R"}, "language_info": {"name": "Python"}},
       "nbformat": 4, "nbformat_minor": 5}
      """
          .formatted("iVBORw0KGgo".repeat(3_000));

  @Test
  void should_read_cells_and_what_they_printed() throws Exception {
    ReadPassages read = ReadPassages.of("a.ipynb", NOTEBOOK);
    assertEquals(
        "# Churn\n\nWho leaves. ![p]()\n\ndef churn(df):\n    return 1\n\nloaded 17 rows\n\n"
            + "0.25 left\n\nKeyError: month\n\n## Conclusion\n\nCall every new customer.\n\n",
        read.text());
    assertEquals("Churn", read.place("Churn", "title"));
    assertEquals("python", read.place("Churn", "language"));
    assertEquals(1L, read.place("Churn", "start_cell"));
    assertEquals(3L, read.place("Conclusion", "end_cell"));
  }

  @Test
  void should_name_the_cells_of_each_passage() throws Exception {
    StringBuilder cells = new StringBuilder("{\"nbformat\": 4, \"cells\": [");
    for (int i = 1; i <= 50; i++) {
      cells.append("{\"cell_type\": \"code\", \"source\": \"step_" + i + "(a, b, c)\"},");
    }
    cells.setCharAt(cells.length() - 1, ']');
    ReadPassages read = ReadPassages.of("a.ipynb", cells + "}");
    for (int i = 1; i <= 50; i++) {
      long first = (Long) read.place("step_" + i + "(", "start_cell");
      long last = (Long) read.place("step_" + i + "(", "end_cell");
      assertEquals(true, first <= i && i <= last && last - first < 20, i + ": " + first);
    }
  }

  @Test
  void should_read_format_3() throws Exception {
    String old =
        """
        {"metadata": {"name": "x"}, "nbformat": 3, "worksheets": [{"cells": [
          {"cell_type": "heading", "level": 2, "source": ["Old one"]},
          {"cell_type": "code", "language": "python", "input": ["print 'tea'"], "outputs": [
            {"output_type": "stream", "text": ["tea\\n"]},
            {"output_type": "display_data", "png": "iVBORw0KGgo", "text": ["<fig>"]}]}]}]}
        """;
    ReadPassages read = ReadPassages.of("a.ipynb", old);
    assertEquals("## Old one\n\nprint 'tea'\n\ntea\n\n", read.text());
    assertEquals("Old one", read.place("tea", "title"));
    assertEquals(2L, read.place("tea", "end_cell"));
  }

  @Test
  void should_refuse_what_is_no_notebook() throws Exception {
    String deep = "{\"cells\": " + "[".repeat(100_000);
    for (String text : new String[] {NOTEBOOK.substring(0, 900), "[1, 2]", deep, "{}", "3 x"}) {
      assertThrows(UnusableFileException.class, () -> ReadPassages.of("a.ipynb", text));
    }
    String odd =
        "{\"nbformat\": 4, \"cells\": [7, null, {\"source\": {\"a\": 1}}, {\"source\": \"x\"}]}";
    assertEquals("x\n\n", ReadPassages.of("a.ipynb", odd).text());
    String chatty =
        "{\"output_type\": \"stream\", \"text\": \"" + "word ".repeat(1_000_000) + "\"}";
    String log =
        "{\"cells\": [{\"cell_type\": \"code\", \"source\": \"a\", \"outputs\": ["
            + chatty
            + "]}]}";
    assertFalse(ReadPassages.of("a.ipynb", log).text().length() > 20_000);
  }
}
