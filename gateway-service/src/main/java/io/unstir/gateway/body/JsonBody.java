package io.unstir.gateway.body;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads a request's body: one JSON object of bounded size. */
@Singleton
public class JsonBody {
    private final JsonMapper strict = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final int maxBytes;

    @Inject
    JsonBody(GatewayConfig config) {
        this(config.gateway().maxBodyBytes());
    }

    JsonBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The fields of the body's object. */
    public Fields read(InputStream body) {
        byte[] bytes = bounded(body);
        if (bytes.length == 0) {
            throw malformed("The body is empty; send a JSON object");
        }
        return fields(bytes);
    }

    /** As {@link #read}; no body is an object without fields. */
    public Fields readOptional(InputStream body) {
        byte[] bytes = bounded(body);
        return bytes.length == 0 ? new Fields(strict.createObjectNode()) : fields(bytes);
    }

    private Fields fields(byte[] bytes) {
        JsonNode json = parse(bytes);
        if (json instanceof ObjectNode object) {
            return new Fields(object);
        }
        throw new ProblemException(
                ProblemCode.INVALID_REQUEST,
                new FieldError("", json.toString(), "a JSON object", "The body must be a JSON object"));
    }

    private byte[] bounded(InputStream body) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(maxBytes + 1);
            // A client that is still sending would not read the answer.
            body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw malformed("The body ended early");
        }
        if (bytes.length > maxBytes) {
            throw new ProblemException(
                    ProblemCode.BODY_TOO_LARGE,
                    new FieldError(
                            "", null, maxBytes + " bytes", "The body is larger than %d bytes".formatted(maxBytes)));
        }
        return bytes;
    }

    private JsonNode parse(byte[] bytes) {
        try {
            return strict.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw malformed("The body is not valid JSON, or names a field twice%s".formatted(at(e.getLocation())));
        } catch (IOException e) {
            // Bytes that are no text in any encoding JSON may have.
            throw malformed("The body is not UTF-8 text");
        }
    }

    private static ProblemException malformed(String why) {
        return new ProblemException(ProblemCode.MALFORMED_JSON, new FieldError("", null, "a JSON object", why));
    }

    private static String at(JsonLocation location) {
        return location == null ? "" : ": line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }
}
