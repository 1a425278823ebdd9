package dev.ragged.springboot;

import dev.ragged.Embedder;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.springai.RaggedEmbeddingModel;
import dev.ragged.springai.SpringAiEmbedder;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * The model that embeds: the application's embedding model, or else the bundled one, which then is
 * the application's too. {@code spring.ai.model.embedding=ragged} keeps other starters from
 * bringing theirs.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE) // once every starter has had its say
@EnableConfigurationProperties(RaggedProperties.class)
public final class RaggedModelAutoConfiguration {
  RaggedModelAutoConfiguration() {} // for Spring Boot

  /** The bundled model, for an application that has none. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean({EmbeddingModel.class, Embedder.class})
  static class Bundled {
    @Bean
    Embedder raggedEmbedder() {
      return OnnxEmbedder.bundled();
    }

    @Bean
    RaggedEmbeddingModel embeddingModel(Embedder embedder) {
      return new RaggedEmbeddingModel(embedder);
    }
  }

  /** The application's model. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(Embedder.class)
  @ConditionalOnBean(EmbeddingModel.class)
  static class Wrapped {
    @Bean
    Embedder raggedEmbedder(EmbeddingModel model, RaggedProperties properties) {
      RaggedProperties.Model settings = properties.model();
      String name = settings.name() != null ? settings.name() : model.getClass().getSimpleName();
      return new SpringAiEmbedder(
          name, model, settings.maxTokens(), settings.batchSize(), settings.costly());
    }
  }
}
