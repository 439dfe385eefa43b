package io.unstir.gateway.openapi;

import static java.util.stream.Collectors.joining;

import io.unstir.gateway.problem.Problem;
import io.unstir.gateway.problem.ProblemCode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Writes into the API's document how every route refuses, with the codes that a status can have. A route's own annotations say
 * what it answers else.
 */
final class RefusalResponses {
    private static final Set<Integer> EVERYWHERE = Set.of(400, 401, 403, 406, 421, 429, 500, 503);
    private static final Set<Integer> OF_DOCUMENTS = Set.of(406, 421, 500);
    private static final Set<Integer> WITH_A_BODY = Set.of(413, 415);

    /** What the generator writes where annotations say nothing. */
    private static final Set<String> STOCK_PHRASES =
            Set.of("", "Bad Request", "Not Found", "Internal Server Error", "Service Unavailable", "Gateway Timeout");

    private static final Map<String, String> DONE = Map.of("201", "Made", "202", "Accepted", "204", "Nothing to say");
    private static final String CODE = "Code ";
    private static final String DOCUMENTS = "documents";

    private static final String OPEN_AI_PROBLEM = "OpenAiProblem";

    /** Routes whose errors OpenAI's clients read. */
    private static final String OPEN_AI_ROUTES = "/v1/(images/generations|models|models/\\{id\\})";

    private RefusalResponses() {}

    static void addTo(OpenAPI document) {
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().values().forEach(operation -> refuse(path, operation)));
    }

    private static void refuse(String path, Operation operation) {
        String schema = path.matches(OPEN_AI_ROUTES) ? OPEN_AI_PROBLEM : "Problem";
        for (int status : statuses(path, operation)) {
            String name = Integer.toString(status);
            if (!operation.getResponses().hasAPIResponse(name)) {
                operation.getResponses().addAPIResponse(name, response(status, schema));
            }
        }
        operation.getResponses().getAPIResponses().forEach((status, response) -> complete(status, response, schema));
    }

    private static Set<Integer> statuses(String path, Operation operation) {
        if (List.of(DOCUMENTS).equals(operation.getTags())) {
            return OF_DOCUMENTS;
        }
        var statuses = new LinkedHashSet<>(EVERYWHERE);
        if (path.contains("{")) {
            statuses.add(404);
        }
        if (operation.getRequestBody() != null) {
            statuses.addAll(WITH_A_BODY);
        }
        return statuses;
    }

    /** What annotations left open. */
    private static void complete(String status, APIResponse response, String schema) {
        boolean refusal = status.matches("[45]\\d\\d");
        String said = response.getDescription();
        if (refusal && (said == null || STOCK_PHRASES.contains(said))) {
            response.setDescription(codes(Integer.parseInt(status)));
        } else if (refusal && !said.startsWith(CODE)) {
            response.setDescription(said + ". " + codes(Integer.parseInt(status)));
        }
        if (!refusal && (said == null || said.isEmpty())) {
            response.setDescription(DONE.getOrDefault(status, "As asked"));
        }
        if (refusal && (response.getContent() == null || schema.equals(OPEN_AI_PROBLEM))) {
            response.setContent(problem(schema));
        }
    }

    private static APIResponse response(int status, String schema) {
        var response = OASFactory.createAPIResponse().description(codes(status)).content(problem(schema));
        return switch (status) {
            case 401 -> response.addHeader("WWW-Authenticate", header("How to say who calls"));
            case 429, 503 -> response.addHeader("Retry-After", header("In seconds"));
            default -> response;
        };
    }

    private static String codes(int status) {
        return Arrays.stream(ProblemCode.values())
                .filter(code -> code.status() == status)
                .map(ProblemCode::code)
                .collect(Collectors.collectingAndThen(joining(", "), codes -> CODE + codes));
    }

    private static Content problem(String schema) {
        var reference = OASFactory.createSchema().ref("#/components/schemas/" + schema);
        return OASFactory.createContent()
                .addMediaType(Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(reference));
    }

    private static Header header(String description) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING));
    }
}
