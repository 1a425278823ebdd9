package dev.ragged.spi;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A kind of store that can be chosen by name, registered in {@code
 * META-INF/services/dev.ragged.spi.BackendProvider}. Has a public constructor without parameters;
 * making one and asking it loads and starts nothing.
 */
public interface BackendProvider {

  /**
   * The name as flags, JSON and configuration spell it, lower-case letters and digits; also {@link
   * dev.ragged.VectorStore#backend()} of its stores. Never {@code auto}.
   */
  String id();

  /** The name for people. */
  String title();

  /** Place in the order of preference for new collections: the lowest that is available wins. */
  int rank();

  /** The settings that it owns; keys begin with a section of its own, such as its id. */
  List<SettingSpec> settings();

  /**
   * Makes the backend of these settings.
   *
   * @throws IllegalArgumentException from {@link SettingValues#invalid} if a value is wrong
   */
  Backend configure(SettingValues values);

  /** All on the class path, by {@link #rank()}. */
  static List<BackendProvider> installed() {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(BackendProvider::rank).thenComparing(BackendProvider::id))
        .toList();
  }
}
