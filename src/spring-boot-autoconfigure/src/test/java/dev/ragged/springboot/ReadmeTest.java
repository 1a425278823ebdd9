package dev.ragged.springboot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.testkit.Snippet;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ReadmeTest {
  private static final List<String> IMPORTS =
      List.of(
          "java.util.List",
          "org.springframework.ai.document.Document",
          "org.springframework.ai.vectorstore.VectorStore",
          "org.springframework.boot.CommandLineRunner",
          "org.springframework.boot.SpringApplication",
          "org.springframework.boot.autoconfigure.SpringBootApplication",
          "org.springframework.context.annotation.Bean");

  @TempDir Path folder;

  @Test
  void should_work_as_the_readme_shows_it(CapturedOutput output) throws Exception {
    Class<?> notes = Snippet.of("README.md", "### Spring Boot").compile(folder, "Notes", IMPORTS);
    String[] arguments = {
      "--spring.ai.vectorstore.ragged.directory=" + folder.resolve("data"),
      // The tests' chat model, which the README does without.
      "--spring.ai.model.chat=none",
      "--spring.ai.model.embedding=ragged",
      "--spring.ai.model.image=none",
      "--spring.ai.model.audio.speech=none",
      "--spring.ai.model.audio.transcription=none",
      "--spring.ai.model.moderation=none",
      "--spring.ai.chat.client.enabled=false",
    };
    notes.getMethod("main", String[].class).invoke(null, (Object) arguments);
    assertTrue(
        output.getOut().lines().anyMatch("Green tea is steeped at eighty degrees."::equals),
        output.getOut());
  }
}
