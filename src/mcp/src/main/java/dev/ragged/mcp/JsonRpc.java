package dev.ragged.mcp;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.StrictJson;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.io.IOException;
import java.util.Map;

/** Messages from outside, which are hostile until they are read. */
final class JsonRpc {
  /** The longest message, in bytes. */
  static final int MAX_MESSAGE = 1 << 20;

  private static final int MAX_DEPTH = 100;

  private static final JsonMapper JSON =
      StrictJson.mapper(MAX_DEPTH)
          .addModule(new SimpleModule().addSerializer(McpError.class, new ErrorSerializer()))
          .build();

  /** For the SDK, which reads and writes with it. */
  static final McpJsonMapper MAPPER = new JacksonMcpJsonMapper(JSON);

  /** The parameters of requests; the SDK would fail over others without an answer. */
  private static final Map<String, Class<?>> PARAMETERS =
      Map.of(
          McpSchema.METHOD_INITIALIZE, McpSchema.InitializeRequest.class,
          McpSchema.METHOD_TOOLS_CALL, McpSchema.CallToolRequest.class,
          McpSchema.METHOD_RESOURCES_READ, McpSchema.ReadResourceRequest.class,
          McpSchema.METHOD_COMPLETION_COMPLETE, McpSchema.CompleteRequest.class,
          McpSchema.METHOD_LOGGING_SET_LEVEL, McpSchema.SetLevelRequest.class);

  /** A message that is refused, with the answer to it. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Object id;
    private final int code;

    RefusedException(Object id, int code, String sentence) {
      super(sentence);
      this.id = id;
      this.code = code;
    }

    /** Whether it is known which request the answer is to. */
    boolean hasId() {
      return id != null;
    }

    /** The answer, as JSON. */
    String answer() {
      return Json.write(response(id, code, getMessage()));
    }
  }

  /** Writes an error as the answer that it is; as a bean it would have a stack trace. */
  private static final class ErrorSerializer extends StdSerializer<McpError> {
    private static final long serialVersionUID = 1L;

    ErrorSerializer() {
      super(McpError.class);
    }

    @Override
    public void serialize(McpError error, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeObject(
          response(null, error.getJsonRpcError().code(), error.getJsonRpcError().message()));
    }
  }

  private JsonRpc() {}

  /**
   * Reads a message.
   *
   * @throws RefusedException if it is none
   */
  static JSONRPCMessage parse(String json) throws RefusedException {
    try {
      JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw refused(null, McpSchema.ErrorCodes.PARSE_ERROR, "The message is not valid JSON.", e);
    }
    JSONRPCMessage message;
    try {
      message = McpSchema.deserializeJsonRpcMessage(MAPPER, json);
    } catch (IOException | RuntimeException e) {
      throw invalid(e);
    }
    if (!McpSchema.JSONRPC_VERSION.equals(message.jsonrpc())) {
      throw invalid(null);
    }
    if (message instanceof JSONRPCRequest request) {
      checkParameters(request);
    }
    return message;
  }

  private static RefusedException invalid(Exception cause) {
    return refused(
        null,
        McpSchema.ErrorCodes.INVALID_REQUEST,
        "The message is not a JSON-RPC 2.0 request, notification or response.",
        cause);
  }

  private static void checkParameters(JSONRPCRequest request) throws RefusedException {
    Class<?> type = PARAMETERS.get(request.method());
    try {
      if (type != null && MAPPER.convertValue(request.params(), type) == null) {
        throw new IllegalArgumentException("There are none.");
      }
    } catch (RuntimeException e) {
      throw refused(
          request.id(),
          McpSchema.ErrorCodes.INVALID_PARAMS,
          "The parameters are not those of " + request.method() + ".",
          e);
    }
  }

  private static RefusedException refused(Object id, int code, String sentence, Exception cause) {
    RefusedException refused = new RefusedException(id, code, sentence);
    refused.initCause(cause);
    return refused;
  }

  private static Map<String, Object> response(Object id, int code, String sentence) {
    return Json.object(
        "jsonrpc",
        McpSchema.JSONRPC_VERSION,
        "id",
        id,
        "error",
        Json.object("code", code, "message", sentence));
  }

  /** Any value as JSON. */
  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("This has no form in JSON.", e);
    }
  }
}
