package com.example;

import java.util.List;
import java.util.Map;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application that adds documents at its first start, and answers from them at every start. */
@SpringBootApplication
public class Notes {
  @Bean
  CommandLineRunner ask(VectorStore store) {
    return arguments -> {
      List<Document> before = store.similaritySearch("How hot should the water be?");
      if (before.isEmpty()) {
        store.add(
            List.of(
                new Document(
                    "Green tea is steeped at eighty degrees.", Map.of("source", "tea")),
                new Document("The moon orbits the earth in a month.")));
        System.out.println("added");
      } else {
        Document best = before.get(0);
        System.out.println(best.getMetadata().get("source") + " | " + best.getText());
      }
    };
  }

  public static void main(String[] arguments) {
    SpringApplication.run(Notes.class, arguments);
  }
}
