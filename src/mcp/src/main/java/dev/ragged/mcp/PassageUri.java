package dev.ragged.mcp;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A passage as a resource: {@code ragged://notes/passage/%2Fhome%2Fme%2Ftea.md%233}. */
record PassageUri(String collection, String id) {
  static final String TEMPLATE = "ragged://{collection}/passage/{id}";

  private static final Pattern URI = Pattern.compile("ragged://([^/]+)/passage/([^/]+)");

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none
   */
  static PassageUri parse(String uri) {
    Matcher matcher = URI.matcher(uri);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("The URI of a passage is " + TEMPLATE + ".");
    }
    // The decoder is one for forms, where a plus is a space.
    return new PassageUri(
        matcher.group(1),
        URLDecoder.decode(matcher.group(2).replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    return "ragged://" + collection + "/passage/" + encoded;
  }
}
