package dev.ragged.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.server.api.Api;
import dev.ragged.server.http.Route;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document says of each route what the route says of itself. */
class OpenApiTest {
  @TempDir Path dir;

  @Test
  void should_name_all_routes_and_no_others() throws Exception {
    Map<String, Route.Access> documented = new TreeMap<>();
    try (InputStream in = Api.class.getResourceAsStream("/dev/ragged/server/openapi.json")) {
      JsonNode paths = ServerFixture.MAPPER.readTree(in).get("paths");
      for (Map.Entry<String, JsonNode> path : paths.properties()) {
        for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
          documented.put(
              method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
              access(method.getValue().get("security")));
        }
      }
    }
    Map<String, Route.Access> served = new TreeMap<>();
    try (ServerFixture fixture = new ServerFixture(dir)) {
      for (Route route : fixture.server.routes()) {
        served.put(route.method() + " " + route.template(), route.access());
      }
    }
    assertEquals(served, documented);
  }

  private static Route.Access access(JsonNode security) {
    return switch (security.size()) {
      case 0 -> Route.Access.OPEN;
      case 1 -> Route.Access.CHANGE;
      default -> Route.Access.READ; // with the token or without
    };
  }
}
