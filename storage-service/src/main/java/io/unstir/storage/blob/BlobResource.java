package io.unstir.storage.blob;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.storage.problem.ProblemException;
import io.unstir.storage.tenant.Tenant;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * {@code /blobs/{sha256}}: bytes in and out by their digest. With {@code ?tenant=} they are put for that tenant, and are there
 * only for those who own them; without it, as samplers and trainers ask, they are there for everybody.
 */
@Path("/blobs/{sha256}")
@RunOnVirtualThread
class BlobResource {
    private static final Logger LOG = Logger.getLogger(BlobResource.class);

    private final BlobStore store;
    private final BlobIndex index;
    private final BlobOwners owners;
    private final BlobConfig config;
    private final BlobMeters meters;

    BlobResource(BlobStore store, BlobIndex index, BlobOwners owners, BlobConfig config, BlobMeters meters) {
        this.meters = meters;
        this.store = store;
        this.index = index;
        this.owners = owners;
        this.config = config;
    }

    @PUT
    @Consumes(MediaType.WILDCARD)
    public Response put(
            @PathParam("sha256") String address,
            @HeaderParam(HttpHeaders.CONTENT_LENGTH) @DefaultValue("0") long length,
            @QueryParam("tenant") String tenant,
            InputStream body)
            throws IOException, SQLException {
        var digest = digest(address);
        var owner = tenant(tenant);
        var limit = config.maxSize().asLongValue();
        if (length > limit) {
            throw BlobProblems.tooLarge(Long.toString(length), limit);
        }
        long start = System.nanoTime();
        try {
            index.use(digest);
            var stored = store.put(digest, body);
            index.add(digest, stored.size());
            boolean created = owner.isPresent() ? owners.add(digest, owner.get()) : stored.created();
            meters.put(start);
            return Response.status(created ? Response.Status.CREATED : Response.Status.OK)
                    .build();
        } catch (IOException e) {
            throw problem(digest, e);
        }
    }

    @GET
    public Response get(@PathParam("sha256") String address, @QueryParam("tenant") String tenant)
            throws IOException, SQLException {
        long start = System.nanoTime();
        var digest = visible(address, tenant);
        try {
            var content = store.read(digest).orElseThrow(() -> notFound(digest));
            meters.get(start);
            Object bytes =
                    switch (content) {
                        case BlobContent.InMemory whole -> whole.bytes();
                        case BlobContent.OnDisk file -> file.stream();
                    };
            return headers(Response.ok(bytes), digest)
                    .header(HttpHeaders.CONTENT_LENGTH, content.size())
                    .build();
        } catch (IOException e) {
            throw problem(digest, e);
        }
    }

    @HEAD
    public Response head(@PathParam("sha256") String address, @QueryParam("tenant") String tenant)
            throws IOException, SQLException {
        long start = System.nanoTime();
        var digest = visible(address, tenant);
        try {
            if (store.size(digest).isEmpty()) {
                throw notFound(digest);
            }
            // Who asks may name it next. What is said is what is there after that.
            index.use(digest);
            var size = store.size(digest).orElseThrow(() -> notFound(digest));
            meters.head(start);
            return headers(Response.ok(), digest)
                    .header(HttpHeaders.CONTENT_LENGTH, size)
                    .build();
        } catch (IOException e) {
            throw problem(digest, e);
        }
    }

    /** @throws IOException itself, where it is nothing that a client could be told of */
    private ProblemException problem(Sha256 digest, IOException e) throws IOException {
        if (BlobProblems.isDiskFull(e)) {
            LOG.errorf("no space left sha256=%s store=%s reason='%s'", digest, store.place(), e.getMessage());
            return BlobProblems.diskFull();
        }
        if (!(e instanceof BlobException refusal)) {
            throw e;
        }
        return switch (refusal) {
            case BlobException.TooLarge _ -> {
                long limit = config.maxSize().asLongValue();
                yield BlobProblems.tooLarge("more than " + limit, limit);
            }
            case BlobException.WrongDigest wrong -> BlobProblems.wrongDigest(digest, wrong.getMessage());
            case BlobException.NoSpace _ -> BlobProblems.diskFull();
            case BlobException.Corrupt _ -> {
                LOG.errorf("blob corrupt sha256=%s store=%s", digest, store.place());
                yield BlobProblems.corrupt(digest);
            }
            case BlobException.Unavailable away -> {
                LOG.warnf("blobs unavailable sha256=%s store=%s reason='%s'", digest, store.place(), away.getMessage());
                yield BlobProblems.unavailable();
            }
        };
    }

    private static Response.ResponseBuilder headers(Response.ResponseBuilder response, Sha256 digest) {
        return response.type(MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.ETAG, '"' + digest.hex() + '"')
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
    }

    private Sha256 visible(String address, String tenant) throws SQLException {
        var digest = digest(address);
        var reader = tenant(tenant);
        if (reader.isPresent() && !owners.owns(reader.get(), digest)) {
            throw notFound(digest);
        }
        return digest;
    }

    private static Optional<Tenant> tenant(String parameter) {
        return parameter == null ? Optional.empty() : Optional.of(Tenant.required(parameter));
    }

    private static Sha256 digest(String address) {
        return Sha256.parse(address).orElseThrow(() -> BlobProblems.badDigest(address));
    }

    private static ProblemException notFound(Sha256 digest) {
        return ProblemException.notFound("blob", digest.hex());
    }
}
