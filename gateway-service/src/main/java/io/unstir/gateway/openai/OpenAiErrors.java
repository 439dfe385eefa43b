package io.unstir.gateway.openai;

import io.unstir.gateway.problem.Problem;
import io.unstir.gateway.problem.ProblemCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Has errors of the routes that OpenAI's clients call say what those clients read. */
class OpenAiErrors {
    private static final Pattern ROUTES = Pattern.compile("/v1/(images/generations|models|models/[^/]+)/?");

    /** OpenAI's clients send again what got a 409 or 5xx, which would only make the same job twice. */
    private static final Set<String> SENT_IN_VAIN = Stream.of(
                    ProblemCode.JOB_FAILED, ProblemCode.JOB_UNFINISHED, ProblemCode.CONFLICT)
            .map(ProblemCode::code)
            .collect(Collectors.toUnmodifiableSet());

    @ServerResponseFilter
    public void speakAsOpenAi(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem
                && ROUTES.matcher(request.getUriInfo().getPath()).matches()) {
            response.setEntity(OpenAiProblem.of(problem));
            if (SENT_IN_VAIN.contains(problem.code())) {
                response.getHeaders().putSingle("x-should-retry", "false");
            }
        }
    }
}
