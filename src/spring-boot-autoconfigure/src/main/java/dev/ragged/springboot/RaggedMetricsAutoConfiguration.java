package dev.ragged.springboot;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters of what the store does, where the application has a registry of meters. */
@AutoConfiguration(
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class RaggedMetricsAutoConfiguration {
  RaggedMetricsAutoConfiguration() {} // for Spring Boot

  @Bean
  @ConditionalOnMissingBean
  OperationMeters raggedOperationMeters(MeterRegistry registry) {
    return new OperationMeters(registry);
  }
}
