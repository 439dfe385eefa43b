package io.unstir.sampler.picture;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/**
 * How a camera was held: EXIF's tag 0x0112, 1 to 8.
 *
 * @param transposed whether rows of the picture are columns of the file
 * @param fromRight whether the file's columns run from right to left
 * @param fromBottom whether the file's rows run from bottom to top
 */
record Orientation(boolean transposed, boolean fromRight, boolean fromBottom) {
    static final Orientation UPRIGHT = new Orientation(false, false, false);

    /** Of a JPEG file; upright where it doesn't say, or what it says can't be read. */
    static Orientation of(byte[] jpeg) {
        try {
            var metadata = JpegMetadataReader.readMetadata(new ByteArrayInputStream(jpeg), List.of(new ExifReader()));
            var directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
            Integer tag = directory == null ? null : directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
            return tag == null ? UPRIGHT : ofTag(tag);
        } catch (IOException | com.drew.imaging.jpeg.JpegProcessingException | RuntimeException e) {
            // What it says of itself is a hint; the pixels are read by another reader, which has its own say.
            return UPRIGHT;
        }
    }

    private static Orientation ofTag(int tag) {
        return switch (tag) {
            case 2 -> new Orientation(false, true, false);
            case 3 -> new Orientation(false, true, true);
            case 4 -> new Orientation(false, false, true);
            case 5 -> new Orientation(true, false, false);
            case 6 -> new Orientation(true, false, true);
            case 7 -> new Orientation(true, true, true);
            case 8 -> new Orientation(true, true, false);
            default -> UPRIGHT;
        };
    }
}
