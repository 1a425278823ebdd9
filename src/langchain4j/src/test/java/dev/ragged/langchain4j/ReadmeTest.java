package dev.ragged.langchain4j;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.testkit.Snippet;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final List<String> IMPORTS =
      List.of(
          "dev.langchain4j.data.document.Document",
          "dev.langchain4j.rag.content.retriever.ContentRetriever",
          "dev.langchain4j.rag.query.Query",
          "dev.langchain4j.store.embedding.EmbeddingStoreIngestor",
          "dev.ragged.*",
          "dev.ragged.embed.OnnxEmbedder",
          "dev.ragged.langchain4j.*",
          "dev.ragged.leann.LeannVectorStore",
          "java.nio.file.Path");

  @TempDir Path folder;

  @Test
  void should_work_as_the_readme_shows_it() throws Exception {
    Class<?> main =
        Snippet.of("README.md", "### LangChain4j")
            .with("Path.of(\"my-data\")", "Path.of(args[0])")
            .inMain()
            .compile(folder, "Main", IMPORTS);
    PrintStream console = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      main.getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {folder.resolve("data").toString()});
    } finally {
      System.setOut(console);
    }
    String text = said.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("eighty degrees"), text);
  }
}
