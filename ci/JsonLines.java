import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Fails unless standard input is the given number of lines with one JSON object each. */
class JsonLines {
  public static void main(String[] args) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int lines = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      lines++;
      try (JsonParser parser = new JsonFactory().createParser(line)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw new IllegalArgumentException("Line " + lines + " is not a JSON object.");
        }
        parser.skipChildren();
        if (parser.nextToken() != null) {
          throw new IllegalArgumentException(
              "Line " + lines + " has trailing content after its object.");
        }
      }
    }
    if (lines != Integer.parseInt(args[0])) {
      throw new IllegalArgumentException("Expected " + args[0] + " lines, got " + lines + ".");
    }
  }
}
