package dev.ragged.springboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.testkit.ChatServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.vectorstore.QuestionAnswerAdvisor;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that ingests, restarts and answers by a real chat server. Its model is so small
 * that nothing is expected of its words.
 */
class RagApplicationIT {
  private static ChatServer server;

  @TempDir Path folder;

  @EnableAutoConfiguration
  static class RagApplication {}

  @BeforeAll
  static void start() {
    server = ChatServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private ConfigurableApplicationContext run() {
    return new SpringApplicationBuilder(RagApplication.class)
        .web(WebApplicationType.NONE)
        .bannerMode(org.springframework.boot.Banner.Mode.OFF)
        .properties(
            "spring.ai.vectorstore.ragged.directory=" + folder,
            "spring.ai.model.embedding=ragged",
            "spring.ai.model.image=none",
            "spring.ai.model.audio.speech=none",
            "spring.ai.model.audio.transcription=none",
            "spring.ai.model.moderation=none",
            "spring.ai.openai.base-url=" + server.url() + "/v1",
            "spring.ai.openai.api-key=not-asked-for",
            "spring.ai.openai.chat.options.model=smollm2",
            "spring.ai.openai.chat.options.max-tokens=32")
        .run();
  }

  @Test
  void should_answer_after_a_restart_from_what_was_added_before() {
    try (ConfigurableApplicationContext first = run()) {
      first
          .getBean(VectorStore.class)
          .add(
              List.of(
                  new Document(
                      "The ferry leaves the harbour at seven.", Map.of("source", "ferry.md")),
                  new Document(
                      "Green tea is steeped at eighty degrees.", Map.of("source", "tea.md"))));
    }
    try (ConfigurableApplicationContext second = run()) {
      VectorStore store = second.getBean(VectorStore.class);
      ChatClient chat = second.getBean(ChatClient.Builder.class).build();
      ChatClientResponse response =
          chat.prompt()
              .advisors(
                  QuestionAnswerAdvisor.builder(store)
                      .searchRequest(SearchRequest.builder().topK(1).build())
                      .build())
              .user("When does the ferry leave?")
              .call()
              .chatClientResponse();
      List<?> retrieved =
          (List<?>) response.context().get(QuestionAnswerAdvisor.RETRIEVED_DOCUMENTS);
      assertEquals(1, retrieved.size());
      Document found = (Document) retrieved.get(0);
      assertEquals("ferry.md", found.getMetadata().get("source"));
      assertEquals(
          Status.UP, second.getBean(HealthEndpoint.class).healthForPath("ragged").getStatus());
      assertTrue(
          second
                  .getBean(MeterRegistry.class)
                  .get("ragged.operation")
                  .tag("operation", "search")
                  .timer()
                  .count()
              > 0);
      assertNotNull(response.chatResponse());
      assertFalse(response.chatResponse().getResult().getOutput().getText().isBlank());
      // The passage was part of what the model was asked.
      assertTrue(response.chatResponse().getMetadata().getUsage().getPromptTokens() > 60);
    }
  }
}
