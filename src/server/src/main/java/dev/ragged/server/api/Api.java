package dev.ragged.server.api;

import dev.ragged.app.AllowedPaths;
import dev.ragged.app.OpenCollections;
import dev.ragged.app.StoreRouter;
import dev.ragged.server.http.Route;
import dev.ragged.server.job.Jobs;
import dev.ragged.server.page.PageRoutes;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** All routes, over what they share. */
public final class Api {
  private final List<Route> routes;

  /**
   * @param ready whether the server takes requests
   */
  public Api(
      StoreRouter stores,
      OpenCollections open,
      Jobs jobs,
      AllowedPaths allowed,
      Admission admission,
      PrometheusMeterRegistry metrics,
      BooleanSupplier ready) {
    routes =
        Stream.of(
                new ServerRoutes(stores, open, jobs, metrics, ready).routes(),
                new CollectionRoutes(stores, open, jobs).routes(),
                new SearchRoutes(open, new Questions(stores.settings()), admission, metrics)
                    .routes(),
                new SourceRoutes(stores, allowed, jobs).routes(),
                new JobRoutes(jobs).routes(),
                new PageRoutes().routes())
            .flatMap(List::stream)
            .toList();
  }

  public List<Route> routes() {
    return routes;
  }
}
