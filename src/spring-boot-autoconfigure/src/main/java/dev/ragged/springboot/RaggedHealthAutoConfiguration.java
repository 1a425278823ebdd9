package dev.ragged.springboot;

import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The component {@code ragged} of the health endpoint. */
@AutoConfiguration(after = RaggedAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean({VectorStore.class, VectorCollection.class})
@ConditionalOnEnabledHealthIndicator("ragged")
public final class RaggedHealthAutoConfiguration {
  RaggedHealthAutoConfiguration() {} // for Spring Boot

  @Bean
  @ConditionalOnMissingBean(name = "raggedHealthIndicator")
  RaggedHealthIndicator raggedHealthIndicator(VectorStore store, VectorCollection collection) {
    return new RaggedHealthIndicator(store, collection);
  }
}
