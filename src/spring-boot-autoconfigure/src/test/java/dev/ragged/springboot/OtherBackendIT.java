package dev.ragged.springboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.VectorCollection;
import dev.ragged.testkit.ChromaInstallation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The same on a real Chroma server, which the backend starts and stops. */
class OtherBackendIT {
  private static final String PREFIX = "spring.ai.vectorstore.ragged.";

  @TempDir Path folder;

  @Test
  void should_keep_documents_on_the_backend_of_the_properties() {
    ApplicationContextRunner runner =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    RaggedModelAutoConfiguration.class, RaggedAutoConfiguration.class))
            .withPropertyValues(
                PREFIX + "directory=" + folder,
                PREFIX + "backend=chromadb",
                PREFIX + "metric=euclidean",
                PREFIX + "settings.chromadb.command=" + ChromaInstallation.program());
    runner.run(
        context ->
            context
                .getBean(VectorStore.class)
                .add(
                    List.of(
                        new Document("tea", "Green tea is steeped.", Map.of("year", 2020)),
                        new Document("moon", "The moon orbits the earth.", Map.of()))));
    runner.run(
        context -> {
          assertEquals("chromadb", context.getBean(VectorCollection.class).info().backend());
          VectorStore store = context.getBean(VectorStore.class);
          Document found = store.similaritySearch("tea").get(0);
          assertEquals("tea", found.getId());
          assertTrue(found.getScore() > 0 && found.getScore() < 1, "score " + found.getScore());
          SearchRequest recent =
              SearchRequest.builder().query("moon").filterExpression("year >= 2020").build();
          assertEquals("tea", store.similaritySearch(recent).get(0).getId());
          store.delete("year == 2020");
          assertEquals(1, store.similaritySearch("tea").size());
        });
  }
}
