package io.unstir.storage.training;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.storage.problem.Problem.FieldError;
import io.unstir.storage.problem.ProblemCode;
import io.unstir.storage.problem.ProblemException;
import io.unstir.storage.tenant.Tenant;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.Optional;

/** {@code /trainings}, {@code /trainings/{id}} and its events: training runs and how they go. */
@Path("/trainings")
@RunOnVirtualThread
class TrainingResource {
    private static final int LARGEST_PAGE = 100;
    private static final int MOST_EVENTS = 1_000;

    private final TrainingReader reader;

    TrainingResource(TrainingReader reader) {
        this.reader = reader;
    }

    @GET
    public TrainingPage page(
            @QueryParam("tenant") String tenant,
            @QueryParam("limit") @DefaultValue("20") String limit,
            @QueryParam("cursor") String cursor)
            throws SQLException {
        return reader.page(
                Tenant.required(tenant),
                number("limit", limit, 1, LARGEST_PAGE),
                Optional.ofNullable(cursor).map(TrainingCursor::parse));
    }

    @GET
    @Path("{id}")
    public TrainingView training(@PathParam("id") String id, @QueryParam("tenant") String tenant) throws SQLException {
        return reader.training(Tenant.required(tenant), id)
                .orElseThrow(() -> ProblemException.notFound("training", id));
    }

    @GET
    @Path("{id}/events")
    public TrainingHistoryView events(
            @PathParam("id") String id,
            @QueryParam("tenant") String tenant,
            @QueryParam("after") @DefaultValue("-1") long after,
            @QueryParam("most") @DefaultValue("500") String most)
            throws SQLException {
        return reader.history(Tenant.required(tenant), id, after, number("most", most, 1, MOST_EVENTS))
                .orElseThrow(() -> ProblemException.notFound("training", id));
    }

    private static int number(String field, String text, int min, int max) {
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for numbers out of range.
        }
        String limit = "a whole number from %d to %d".formatted(min, max);
        throw ProblemException.of(
                ProblemCode.BAD_REQUEST,
                field + " must be " + limit + ".",
                new FieldError(field, text, limit, "is not"));
    }
}
