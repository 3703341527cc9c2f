use super::vocabulary;

vocabulary! {
    /// A language that answers are written in, by its code of ISO 639-1.
    Language, "language", {
        /// English.
        English = "en",
        /// Russian.
        Russian = "ru",
        /// Belarusian.
        Belarusian = "be",
        /// Ukrainian.
        Ukrainian = "uk",
        /// Polish.
        Polish = "pl",
        /// German.
        German = "de",
        /// French.
        French = "fr",
    }
}
