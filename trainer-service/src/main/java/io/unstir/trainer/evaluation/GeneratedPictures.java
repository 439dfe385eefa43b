package io.unstir.trainer.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.unstir.trainer.bundle.Sha256;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.data.ImageDecoder;
import io.unstir.trainer.metric.Manifolds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pictures that a model made, as a folder tells: PNGs and {@value #INDEX}, a line each with {@code file}, {@code sha256} and, where
 * it was asked for one, {@code category}.
 *
 * @param pictures {@code [channels, size, size]} each, in the order of the lines
 * @param categories what was asked for, one a picture
 */
record GeneratedPictures(PictureFormat format, List<float[]> pictures, List<Optional<String>> categories)
        implements PictureSet {
    static final String INDEX = "images.jsonl";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param data how the data set's own pictures were decoded */
    static GeneratedPictures read(Path folder, TrainingConfig.Data data) {
        var decoder = new ImageDecoder(data.imageSize(), data.colour(), data.fit());
        var pictures = new ArrayList<float[]>();
        var categories = new ArrayList<Optional<String>>();
        for (String line : lines(folder)) {
            JsonNode entry = parse(line, folder);
            pictures.add(decode(folder, entry, decoder));
            categories.add(
                    Optional.ofNullable(entry.path("category").asText(null)).filter(name -> !name.isEmpty()));
        }
        if (pictures.size() <= Manifolds.NEIGHBOURS) {
            throw new EvaluationException("%s must name at least %d pictures (got %d)"
                    .formatted(folder.resolve(INDEX), Manifolds.NEIGHBOURS + 1, pictures.size()));
        }
        return new GeneratedPictures(
                new PictureFormat(data.colour().channels(), data.imageSize()), pictures, categories);
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public void copy(int index, float[] target, int offset) {
        float[] picture = pictures.get(index);
        System.arraycopy(picture, 0, target, offset, picture.length);
    }

    private static List<String> lines(Path folder) {
        Path index = folder.resolve(INDEX);
        try {
            return Files.readAllLines(index).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new EvaluationException(index + " could not be read as UTF-8 text", e);
        }
    }

    private static JsonNode parse(String line, Path folder) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new EvaluationException(folder.resolve(INDEX) + " has a line that is no JSON: " + line, e);
        }
    }

    private static float[] decode(Path folder, JsonNode entry, ImageDecoder decoder) {
        String name = entry.path("file").asText("");
        Path file = folder.resolve(name).normalize();
        if (name.isEmpty() || !file.startsWith(folder.normalize())) {
            throw new EvaluationException("%s: file must name a picture in the folder (got %s)"
                    .formatted(folder.resolve(INDEX), entry.path("file")));
        }
        try {
            byte[] png = Files.readAllBytes(file);
            String sha256 = Sha256.of(png);
            if (!sha256.equals(entry.path("sha256").asText())) {
                throw new EvaluationException("%s must have SHA-256 %s (got %s)"
                        .formatted(file, entry.path("sha256").asText(), sha256));
            }
            return decoder.decode(png);
        } catch (IOException e) {
            throw new EvaluationException(file + " is no picture that can be used: " + e.getMessage(), e);
        }
    }
}
