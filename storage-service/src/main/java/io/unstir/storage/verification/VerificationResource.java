package io.unstir.storage.verification;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.storage.problem.ProblemException;
import io.unstir.storage.tenant.Tenant;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** {@code /verifications/{job}} and {@code /images/{sha256}/verifications}: what came of making images again. */
@Path("/")
@RunOnVirtualThread
class VerificationResource {
    private final VerificationReader reader;

    VerificationResource(VerificationReader reader) {
        this.reader = reader;
    }

    @GET
    @Path("verifications/{job}")
    public VerificationView ofJob(@PathParam("job") UUID job, @QueryParam("tenant") String tenant) throws SQLException {
        return reader.ofJob(Tenant.required(tenant), job)
                .orElseThrow(() -> ProblemException.notFound("verification", job.toString()));
    }

    @GET
    @Path("images/{sha256}/verifications")
    public Verifications ofImage(@PathParam("sha256") String sha256, @QueryParam("tenant") String tenant)
            throws SQLException {
        return new Verifications(reader.ofImage(Tenant.required(tenant), sha256));
    }

    /** Newest first. */
    record Verifications(List<VerificationView> verifications) {}
}
