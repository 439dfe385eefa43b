package io.unstir.gateway.images;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.body.RefusedBody;
import io.unstir.gateway.list.Query;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.Problem;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.storage.StorageClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST} and {@code GET /v1/images} and {@code GET /v1/images/{sha256}}: a file by the digest of its bytes, which may be kept for ever. */
@Path("/v1/images")
@Tag(name = "images")
class ImagesResource {
    private static final String PNG = "image/png";
    private static final String JPEG = "image/jpeg";
    private static final String WEBP = "image/webp";

    private final StorageClient storage;
    private final Uploads uploads;
    private final ImageParameters parameters;
    private final Gallery gallery;
    private final CurrentCaller caller;

    ImagesResource(
            StorageClient storage, Uploads uploads, ImageParameters parameters, Gallery gallery, CurrentCaller caller) {
        this.gallery = gallery;
        this.storage = storage;
        this.uploads = uploads;
        this.parameters = parameters;
        this.caller = caller;
    }

    @POST
    @Needs(Scope.SUBMIT)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @RunOnVirtualThread
    @Operation(
            summary = "Upload an image",
            description = "A PNG, JPEG or WebP file for a job to start from. The same file again is 200.")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = PNG, schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = JPEG, schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = WEBP, schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = UploadedImage.class)))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = UploadedImage.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "507",
            description = "The store is full; nothing of the file was kept",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response upload(
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) @DefaultValue("") String contentType,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_LENGTH) @DefaultValue("-1") long length,
            InputStream body,
            @Context HttpServerRequest request) {
        var stored = accept(contentType, length, body, request);
        return Response.status(stored.created() ? Response.Status.CREATED : Response.Status.OK)
                .entity(stored.image())
                .header(HttpHeaders.LOCATION, "/v1/images/" + stored.image().sha256())
                .build();
    }

    private Uploads.Stored accept(String contentType, long length, InputStream body, HttpServerRequest request) {
        try {
            return uploads.accept(caller.get(), contentType, length, body);
        } catch (ProblemException refusal) {
            RefusedBody.discard(request, Vertx.currentContext(), uploads.mostDiscarded());
            throw refusal;
        }
    }

    @GET
    @Needs(Scope.READ)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "The images that were made",
            description = "Those of the newest job first, page by page. Uploaded files are not among them.")
    @Parameter(name = "model", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING, examples = "emoji@1"))
    @Parameter(
            name = "prompt",
            in = ParameterIn.QUERY,
            description = "Words that begin words of the prompt, whatever their case",
            schema = @Schema(type = SchemaType.STRING, maxLength = 200))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "Digest of a checkpoint, a data set or an image, or a training's id: only what came of it, "
                    + "images made from such images among them",
            schema = @Schema(type = SchemaType.STRING, maxLength = 200))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "20"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Gallery.Page.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Gallery.Page list(@Context UriInfo uri) {
        return gallery.page(caller.tenant(), new Query(uri));
    }

    @GET
    @Needs(Scope.READ)
    @Path("{sha256}")
    @Produces({PNG, JPEG, WEBP, Problem.MEDIA_TYPE})
    @RunOnVirtualThread
    @Operation(
            summary = "An image's bytes",
            description = "With download, a copy to keep: a PNG made here has its parameters as text chunks in it. "
                    + "The address is the digest of the file without them.")
    @APIResponse(
            responseCode = "200",
            content = {@Content(mediaType = PNG), @Content(mediaType = JPEG), @Content(mediaType = WEBP)})
    @APIResponse(responseCode = "304", description = "The client has it")
    @APIResponse(
            responseCode = "404",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @Parameter(
            name = "download",
            in = ParameterIn.QUERY,
            allowEmptyValue = true,
            schema = @Schema(type = SchemaType.STRING),
            description = "Given, with or without a value, for a copy to keep")
    public Response get(String sha256, @Context Request request, @Context HttpServerRequest http) {
        return http.params().contains("download") ? saved(sha256) : shown(sha256, request);
    }

    private Response shown(String sha256, Request request) {
        var format = format(sha256);
        var tag = new EntityTag(sha256);
        var unchanged = request.evaluatePreconditions(tag);
        return unchanged != null ? cached(unchanged, tag) : cached(bytes(sha256, format), tag);
    }

    /** A copy to keep, which may say more when the gateway is newer, so nobody but its client keeps it. */
    private Response saved(String sha256) {
        var format = format(sha256);
        var name = "unstir-%s.%s".formatted(sha256.substring(0, 12), format.extension());
        var made = storage.image(caller.tenant(), sha256);
        var response = made.isPresent() ? withText(sha256, made.get()) : bytes(sha256, format);
        return response.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(name))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private Response.ResponseBuilder withText(String sha256, JsonNode image) {
        var text = PngText.of(parameters.of(caller.tenant(), sha256, image));
        var blob = storage.blob(caller.tenant(), sha256).orElseThrow(() -> unknown(sha256));
        try {
            var response = Response.ok(text.in(blob.bytes()), PNG);
            blob.length().ifPresent(length -> response.header(HttpHeaders.CONTENT_LENGTH, length + text.length()));
            return response;
        } catch (IOException e) {
            throw brokeOff();
        }
    }

    /** Its own method, because GET's would open a stream that nobody reads. */
    @HEAD
    @Needs(Scope.READ)
    @Path("{sha256}")
    @Produces({PNG, JPEG, WEBP, Problem.MEDIA_TYPE})
    @RunOnVirtualThread
    @Operation(hidden = true)
    public Response head(String sha256) {
        return cached(Response.ok().type(format(sha256).mediaType()), new EntityTag(sha256));
    }

    /** Asking for an image, made or uploaded, and not just for bytes keeps model files and other blobs in the house. */
    private ImageFormat format(String sha256) {
        ImageDigest.require(sha256);
        return storage.image(caller.tenant(), sha256).isPresent()
                ? ImageFormat.PNG
                : uploaded(sha256).orElseThrow(() -> unknown(sha256));
    }

    private Optional<ImageFormat> uploaded(String sha256) {
        return storage.blob(caller.tenant(), sha256).flatMap(blob -> {
            try (var bytes = blob.bytes()) {
                return ImageFormat.of(bytes.readNBytes(ImageFormat.SIGNATURE_LENGTH));
            } catch (IOException e) {
                throw brokeOff();
            }
        });
    }

    private Response.ResponseBuilder bytes(String sha256, ImageFormat format) {
        var blob = storage.blob(caller.tenant(), sha256).orElseThrow(() -> unknown(sha256));
        var response = Response.ok(blob.bytes(), format.mediaType());
        blob.length().ifPresent(length -> response.header(HttpHeaders.CONTENT_LENGTH, length));
        return response;
    }

    private static Response cached(Response.ResponseBuilder response, EntityTag tag) {
        return response.tag(tag)
                // Its tenant's: nothing that others share may keep it.
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable")
                .header(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION)
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private static ProblemException brokeOff() {
        return new ProblemException(
                ProblemCode.STORAGE_UNAVAILABLE, "The storage service broke off; send the request again");
    }

    private static ProblemException unknown(String sha256) {
        return new ProblemException(
                ProblemCode.NOT_FOUND,
                new FieldError("sha256", sha256, "the digest of an image", "There is no image " + sha256));
    }
}
