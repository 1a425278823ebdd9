package dev.ragged.spi;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A backend that can be chosen by name, registered in {@code
 * META-INF/services/dev.ragged.spi.BackendProvider}. Has a public constructor without parameters;
 * neither the constructor nor the methods load or start anything.
 */
public interface BackendProvider {

  /**
   * The name in flags, JSON and configuration, in lower-case letters and digits; also {@link
   * dev.ragged.VectorStore#backend()} of its stores. Never {@code auto}.
   *
   * @return never changes
   */
  String id();

  /**
   * The name for people.
   *
   * @return never changes
   */
  String title();

  /**
   * Rank of preference for new collections: the lowest available one wins.
   *
   * @return 0 or more
   */
  int rank();

  /**
   * The settings that it owns; their keys begin with a section of its own, such as its id.
   *
   * @return in the order in which people see them
   */
  List<SettingSpec> settings();

  /**
   * Creates a backend with these settings.
   *
   * @param values what the settings are
   * @return the backend, which has started nothing yet
   * @throws IllegalArgumentException from {@link SettingValues#invalid} if a value is invalid
   */
  Backend configure(SettingValues values);

  /**
   * All providers on the class path, by {@link #rank()}.
   *
   * @return those of the context class loader
   */
  static List<BackendProvider> installed() {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(BackendProvider::rank).thenComparing(BackendProvider::id))
        .toList();
  }
}
