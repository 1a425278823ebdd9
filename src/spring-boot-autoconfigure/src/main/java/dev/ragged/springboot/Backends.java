package dev.ragged.springboot;

import dev.ragged.Health;
import dev.ragged.RaggedException;
import dev.ragged.spi.Backend;
import dev.ragged.spi.BackendProvider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses a backend among those on the class path. */
final class Backends {
  private Backends() {}

  /**
   * The one that the properties name, or else the first that is available.
   *
   * @throws IllegalArgumentException if there is none of that name
   * @throws RaggedException if none is available; says why
   */
  static Backend choose(RaggedProperties properties) {
    List<BackendProvider> installed = BackendProvider.installed();
    String wanted = properties.backend();
    if (wanted != null) {
      return installed.stream()
          .filter(provider -> provider.id().equals(wanted))
          .map(provider -> configured(provider, properties))
          .findFirst()
          .orElseThrow(() -> unknown(wanted, installed));
    }
    List<String> reasons = new ArrayList<>();
    for (BackendProvider provider : installed) {
      Backend backend = configured(provider, properties);
      Health health = backend.availability();
      if (health.ok()) {
        return backend;
      }
      reasons.add(provider.id() + ": " + health.detail());
      backend.close();
    }
    throw new RaggedException(
        "No backend of ragged is available; "
            + (reasons.isEmpty() ? "add one to the class path." : String.join(" ", reasons)),
        null);
  }

  private static Backend configured(BackendProvider provider, RaggedProperties properties) {
    return provider.configure(new PropertyValues(properties, provider));
  }

  private static IllegalArgumentException unknown(
      @Nullable String wanted, List<BackendProvider> installed) {
    return new IllegalArgumentException(
        "There is no backend '"
            + wanted
            + "' on the class path; use one of "
            + installed.stream().map(BackendProvider::id).toList()
            + ".");
  }
}
