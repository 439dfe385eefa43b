package io.unstir.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.data.CaptionIndex.Item;
import io.unstir.trainer.text.TextEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Images with captions from a folder, all in memory. Captions are kept without their zero rows, and equal ones once. A few
 * broken files (5 % of the set) are left out and listed; more are an error.
 */
public final class CaptionFolder implements TrainingData {
    private static final double TOLERATED_SHARE = 0.05;
    private static final int NAMED_FILES = 10;

    private final int imageSize;
    private final int maxTokens;
    private final List<float[]> images = new ArrayList<>();
    private final List<float[]> captions = new ArrayList<>();
    private final Map<String, float[]> encoded = new HashMap<>();
    private final List<String> broken = new ArrayList<>();
    private final float[] emptyCaption;
    private final String digest;

    /** Hears how far loading is, on the loading thread. */
    @FunctionalInterface
    public interface LoadingListener {
        void loaded(int done, int total);
    }

    /**
     * Reads {@code config.folder()}.
     *
     * @param encoder with {@code config.maxTokens()} rows; needed only while loading
     * @throws DatasetException naming what is missing or broken
     */
    public static CaptionFolder load(TrainingConfig.Data config, TextEncoder encoder, LoadingListener listener) {
        return new CaptionFolder(config, encoder, listener);
    }

    private CaptionFolder(TrainingConfig.Data config, TextEncoder encoder, LoadingListener listener) {
        imageSize = config.imageSize();
        maxTokens = encoder.maxTokens();
        emptyCaption = encoder.rows("");
        List<Item> items = CaptionIndex.read(config.folder()).items();
        var decoder = new ImageDecoder(imageSize);
        MessageDigest all = sha256();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            try {
                byte[] bytes = Files.readAllBytes(item.file());
                images.add(decoder.decode(bytes));
                captions.add(encoded.computeIfAbsent(item.caption(), encoder::rows));
                add(all, item.name().getBytes(UTF_8));
                add(all, sha256().digest(bytes));
                add(all, item.caption().getBytes(UTF_8));
            } catch (IOException e) {
                broken.add(item.name() + " (" + cause(e) + ")");
            }
            listener.loaded(i + 1, items.size());
        }
        digest = HexFormat.of().formatHex(all.digest());
        refuseTooManyBroken(items.size());
    }

    /** Names of the files that were left out, with the reason. */
    public List<String> broken() {
        return List.copyOf(broken);
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public int channels() {
        return ImageDecoder.CHANNELS;
    }

    @Override
    public int imageSize() {
        return imageSize;
    }

    @Override
    public int maxTokens() {
        return maxTokens;
    }

    @Override
    public int textWidth() {
        return TextEncoder.WIDTH;
    }

    @Override
    public void copyImage(int index, float[] target, int offset) {
        float[] image = images.get(index);
        System.arraycopy(image, 0, target, offset, image.length);
    }

    @Override
    public void copyCaption(int index, float[] target, int offset) {
        copyRows(captions.get(index), target, offset);
    }

    @Override
    public void copyEmptyCaption(float[] target, int offset) {
        copyRows(emptyCaption, target, offset);
    }

    @Override
    public String digest() {
        return digest;
    }

    private void copyRows(float[] rows, float[] target, int offset) {
        System.arraycopy(rows, 0, target, offset, rows.length);
        Arrays.fill(target, offset + rows.length, offset + maxTokens * TextEncoder.WIDTH, 0);
    }

    private void refuseTooManyBroken(int total) {
        if (images.isEmpty() || broken.size() > TOLERATED_SHARE * total) {
            String named = broken.stream().limit(NAMED_FILES).collect(Collectors.joining(", "));
            String more = broken.size() > NAMED_FILES ? " and " + (broken.size() - NAMED_FILES) + " more" : "";
            throw new DatasetException("%d of %d images can't be used, at most %.0f %% may: %s%s"
                    .formatted(broken.size(), total, 100 * TOLERATED_SHARE, named, more));
        }
    }

    private static String cause(IOException e) {
        return e instanceof NoSuchFileException ? "missing" : e.getMessage();
    }

    /** With its length, so that no two sequences of parts have the same bytes. */
    private static void add(MessageDigest digest, byte[] part) {
        digest.update((part.length + ":").getBytes(UTF_8));
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
