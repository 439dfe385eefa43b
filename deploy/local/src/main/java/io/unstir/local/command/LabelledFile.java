package io.unstir.local.command;

import io.unstir.local.LocalFailure;
import io.unstir.local.api.Digest;
import io.unstir.local.api.Gateway;
import io.unstir.local.image.Likeness;
import io.unstir.local.image.PngChunks;
import io.unstir.local.image.PngTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A PNG file whose text chunks say which image it is.
 *
 * @param image the digest in them
 */
record LabelledFile(Path path, byte[] bytes, PngTexts texts, String image) {

    /** What the file is to the image it says it is. */
    enum State {
        UNTOUCHED,
        REWRITTEN,
        ENLARGED,
        CHANGED,
        UNKNOWN;

        private static State of(Likeness likeness) {
            return switch (likeness) {
                case SAME -> REWRITTEN;
                case ENLARGED -> ENLARGED;
                case CHANGED -> CHANGED;
            };
        }
    }

    /** Empty where that is no file, or one that says nothing. */
    static Optional<LabelledFile> read(String given) {
        Path path = Path.of(given);
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Files.readAllBytes(path);
            var texts = PngTexts.of(bytes);
            return texts.image().map(image -> new LabelledFile(path, bytes, texts, image));
        } catch (IOException e) {
            throw new LocalFailure("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** By the file alone: untouched, or unknown. */
    State state() {
        return Digest.sha256(PngChunks.withoutTexts(bytes)).equals(image) ? State.UNTOUCHED : State.UNKNOWN;
    }

    /** By the image itself, where the file alone does not tell. @param gateway that knows the image */
    State state(Gateway gateway) {
        var alone = state();
        return alone == State.UNTOUCHED
                ? alone
                : State.of(Likeness.of(bytes, Digest.require(image, gateway.image("/v1/images/" + image))));
    }

    /** In a sentence; nothing of a file that is as it was. */
    Optional<String> told(State state) {
        return switch (state) {
            case UNTOUCHED -> Optional.empty();
            case REWRITTEN -> Optional.of("the file was written anew since; its pixels are those of the image");
            case ENLARGED -> Optional.of("the file is the image enlarged, each pixel a square");
            case CHANGED ->
                Optional.of("the picture was changed since: its pixels are not those of image " + image
                        + ", which the file says it is");
            case UNKNOWN ->
                Optional.of("the file was written anew since; whether its pixels are still those of image " + image
                        + " only the system that made it can tell");
        };
    }

    Map<String, Object> document(State state) {
        var document = new LinkedHashMap<String, Object>();
        document.put("path", path.toString());
        document.put("image", image);
        document.put("state", state.name().toLowerCase(Locale.ROOT));
        document.put("parameters", texts.texts());
        return document;
    }
}
