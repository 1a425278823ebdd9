package dev.ragged.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Embedder;
import dev.ragged.VectorCollection;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.springai.RaggedEmbeddingModel;
import dev.ragged.springai.RaggedVectorStore;
import dev.ragged.springai.SpringAiEmbedder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class RaggedAutoConfigurationTest {
  private static final String PREFIX = "spring.ai.vectorstore.ragged.";

  @TempDir Path folder;

  private ApplicationContextRunner runner;

  @BeforeEach
  void configure() {
    runner =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    RaggedModelAutoConfiguration.class,
                    RaggedAutoConfiguration.class,
                    RaggedMetricsAutoConfiguration.class,
                    RaggedHealthAutoConfiguration.class))
            .withPropertyValues(PREFIX + "directory=" + folder);
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnModel {
    static final EmbeddingModel MODEL = new RaggedEmbeddingModel(OnnxEmbedder.bundled());

    @Bean
    EmbeddingModel own() {
      return MODEL;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnStore extends OwnModel {
    @Bean
    VectorStore simple() {
      return SimpleVectorStore.builder(MODEL).build();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Observed {
    static final TestObservationRegistry REGISTRY = TestObservationRegistry.create();

    @Bean
    ObservationRegistry registry() {
      return REGISTRY;
    }
  }

  @Test
  void should_bring_a_store_with_the_bundled_model() {
    runner.run(
        context -> {
          assertThat(context).hasSingleBean(VectorStore.class).hasSingleBean(EmbeddingModel.class);
          VectorStore store = context.getBean(VectorStore.class);
          store.add(List.of(new Document("Green tea."), new Document("The moon.")));
          assertEquals("Green tea.", store.similaritySearch("tea").get(0).getText());
          assertTrue(Files.isDirectory(folder.resolve("leann/vector-store")));
          assertEquals(384, context.getBean(EmbeddingModel.class).dimensions());
        });
  }

  @Test
  void should_keep_what_was_added_before() {
    runner.run(
        context -> context.getBean(VectorStore.class).add(List.of(new Document("Green tea."))));
    runner.run(
        context ->
            assertEquals(1, context.getBean(VectorStore.class).similaritySearch("tea").size()));
  }

  @Test
  void should_take_the_settings() {
    runner
        .withPropertyValues(
            PREFIX + "collection-name=mine",
            PREFIX + "search-mode=lexical",
            PREFIX + "backend=leann",
            PREFIX + "settings.leann.bytes_per_vector=fastest")
        .run(
            context -> {
              VectorCollection collection = context.getBean(VectorCollection.class);
              assertEquals("mine", collection.info().name());
              assertEquals(384, collection.info().keptVectorBytes());
              VectorStore store = context.getBean(VectorStore.class);
              store.add(List.of(new Document("Code RX-7731-B."), new Document("Green tea.")));
              List<Document> found = store.similaritySearch("RX-7731-B");
              assertEquals(1, found.size(), "the other shares no word");
              assertTrue(found.get(0).getText().startsWith("Code"));
            });
  }

  @Test
  void should_say_which_settings_there_are() {
    runner
        .withPropertyValues(PREFIX + "settings.leann.bytes=fastest")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("settings.leann.bytes is no setting of leann")
                    .hasMessageContaining("leann.graph_degree"));
    runner
        .withPropertyValues(PREFIX + "settings.leann.bytes_per_vector=maybe")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("in " + PREFIX + "settings.leann.bytes_per_vector."));
    runner
        .withPropertyValues(PREFIX + "backend=other")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("There is no backend 'other'")
                    .hasMessageContaining("leann"));
  }

  @Test
  void should_wrap_the_model_of_the_application() {
    runner
        .withUserConfiguration(OwnModel.class)
        .withPropertyValues(PREFIX + "model.name=mine", PREFIX + "model.costly=false")
        .run(
            context -> {
              Embedder embedder = context.getBean(Embedder.class);
              assertThat(embedder).isInstanceOf(SpringAiEmbedder.class);
              assertEquals("mine", embedder.identity().name());
              assertFalse(embedder.costly());
              assertSame(OwnModel.MODEL, context.getBean(EmbeddingModel.class));
              VectorStore store = context.getBean(VectorStore.class);
              store.add(List.of(new Document("Green tea."), new Document("The moon.")));
              assertEquals("The moon.", store.similaritySearch("moon").get(0).getText());
            });
  }

  @Test
  void should_leave_the_store_of_the_application_alone() {
    runner
        .withUserConfiguration(OwnStore.class)
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(VectorStore.class)
                    .doesNotHaveBean(RaggedVectorStore.class)
                    .doesNotHaveBean(VectorCollection.class)
                    .doesNotHaveBean("raggedHealthIndicator"));
    runner
        .withPropertyValues("spring.ai.vectorstore.type=other")
        .run(context -> assertThat(context).doesNotHaveBean(VectorStore.class));
  }

  @Test
  void should_report_health() {
    runner.run(
        context -> {
          context.getBean(VectorStore.class).add(List.of(new Document("Green tea.")));
          Health health = context.getBean(HealthIndicator.class).health();
          assertEquals(Status.UP, health.getStatus());
          assertEquals("leann", health.getDetails().get("backend"));
          assertEquals("vector-store", health.getDetails().get("collection"));
          assertEquals(1L, health.getDetails().get("passages"));
          context.getBean(VectorCollection.class).close();
          assertEquals(Status.DOWN, context.getBean(HealthIndicator.class).health().getStatus());
        });
    runner
        .withPropertyValues("management.health.ragged.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    runner
        .withClassLoader(new FilteredClassLoader(HealthIndicator.class))
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(VectorStore.class));
  }

  @Test
  void should_have_meters_of_what_the_store_does() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    runner
        .withBean(MeterRegistry.class, () -> registry)
        .run(
            context -> {
              VectorStore store = context.getBean(VectorStore.class);
              store.add(List.of(new Document("Green tea."), new Document("The moon.")));
              store.similaritySearch("tea");
              Timer upserts =
                  registry
                      .get("ragged.operation")
                      .tags(
                          "operation", "upsert",
                          "backend", "leann",
                          "collection", "vector-store",
                          "exception", "none")
                      .timer();
              assertEquals(1, upserts.count());
              assertTrue(upserts.totalTime(TimeUnit.NANOSECONDS) > 0);
              assertEquals(
                  1, registry.get("ragged.operation").tags("operation", "search").timer().count());
              assertEquals(2, registry.get("ragged.search.recomputed").summary().totalAmount());
              context.getBean(VectorCollection.class).close();
              assertThrows(IllegalStateException.class, () -> store.similaritySearch("tea"));
              assertEquals(
                  1,
                  registry
                      .get("ragged.operation")
                      .tags("operation", "search", "exception", "IllegalStateException")
                      .timer()
                      .count());
            });
    runner.run(context -> assertThat(context).doesNotHaveBean(OperationMeters.class));
  }

  @Test
  void should_be_observed() {
    runner
        .withUserConfiguration(Observed.class)
        .run(
            context -> {
              context.getBean(VectorStore.class).similaritySearch("tea");
              TestObservationRegistryAssert.assertThat(Observed.REGISTRY)
                  .hasObservationWithNameEqualTo("db.vector.client.operation")
                  .that()
                  .hasLowCardinalityKeyValue("db.system", "ragged");
            });
  }
}
