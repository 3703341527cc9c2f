//! The keys of all sentences.

/// Declares the keys, and all of them in a list.
macro_rules! keys {
    ($($key:ident)+) => {
        /// The key of a sentence of [`Words`](super::Words). The tables have the sentence itself; see the English one
        /// first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Key {
            $(#[doc = concat!("`", stringify!($key), "` of the tables.")] $key,)+
        }

        impl Key {
            /// Every key.
            pub const ALL: &'static [Key] = &[$(Key::$key,)+];

            /// Its name in the tables.
            pub fn name(self) -> &'static str {
                match self {
                    $(Key::$key => stringify!($key),)+
                }
            }
        }
    };
}

keys! {
    EveryRow InEveryRow NotShown FirstRow FirstRows MadeWith MadeWithData MadeWithFilters WithoutTitle Table Answer AboutAnswer
    And Or AndMore AndMoreCountries FromTo Until Since InYear CountOfWord WordCount About AtLeast MoreThan OfWhich InPlace
    FromPlace Origin Km
    Source Untitled UntitledSet UntitledData UntitledUnlicensed NoLicence EndsCounted EndsAheadCounted Filters
    NoFilter ScopeBetween ScopeCountry ScopeRegion ScopeTo ScopeKind ScopeStatus ScopeAsOf ScopeLevel SideTiesTo
    AnyOtherPlace
    NoTie Ties Places Regions Countries Events NoPartner NoEvent NoTotal NoYear
    HeadPlacesTies ReportPlaces ReportPartnerships ReportTies ReportConnectivity ReportFragile HeadTiesPerCountry
    HeadWithoutTie HeadWithTie WithoutTie NoneHasRegion MayExistReasons MayExist TiesToFocus MoreCountries MoreRegions
    PlacesWith PartnersFound CommonFound NoTieBetween TiesBetween TiesFound PairsOfRegions PairsOfCountries
    TiesWithinRegion TiesWithinCountry TiesOfNoCountry
    RegionsTied RegionsUntied RegionsBy RegionsOfCountriesBy RegionsWithout WantTie WantContact WantCurator
    TownsWithout TownsOfAtLeast UntiedTownsOf HeadUntiedTowns RingsByInhabitants TownsOfGeoNames UntiedTownsFound MoreTowns TownNotInData
    WantTieOfRegion WantTieOfCity Checked NoneInData NoneInDataOf
    MatrixFound CountriesWithAny TiesBetweenAreas TiesBetweenCountries TiesOnce OfNoRegion NoTieWithAny
    ComponentsFound CommunitiesFound PathFound NoChain NoChainAvoiding NotInGraph InComponent InComponents FragileFound FallOff
    NetworkOfPlaces NetworkOfRegions NetworkOfCountries HeadSize HeadConnectivity HeadDegree HeadClustering
    HeadDistances HeadNoDistances HeadGeography StatsHelp PlacesByDegree RegionsByDegree CountriesByDegree
    ComponentsBySize PairsByDistance TiesByLength Degrees ComponentSizes Distances TieLengths AxisDegree AxisPlaces
    AxisRegions AxisCountries AxisComponents AxisDistance AxisPairs AxisKm AxisTies NotDrawnIsolated PlacesBy
    RegionsRanked CountriesRanked UntiedFor UntiedWithinFor HasNoPlace ThroughPlaces ByScore Approximate AgainstRandom CommonPartners
    TiesOfRegions TiesWithCountry SimilarSize KmAway
    HistoryFound ThroughYears ThroughYearsOf AxisInForce KeyInForce KeyUndated KeyBegun KeyEnded KeySuspended
    YearInForce YearBegun YearEnded YearSuspended
    OfficialsFound CuratorsFound HeadSeveralRegions CuratorsReported ForYear OfPlace
    NoAgreementInData NoAgreement Agreements InForce OfAnyStatus WithoutDate WithoutDocument ExpiresBy ExpireBy
    ExpiresEver ExpireEver InAllItsFields HeadAgreementTotals TotalsReported TotalNoContact TotalsNoContact
    TotalNoAgreement TotalsNoAgreement
    NoContactInData NoContactItemised NoContactItemisedIn ContactsItemised ContactsItemisedIn HeadOtherTotals
    AnyDirection ByMonth ContactsByRegion
    NoEventInData HeadOfNoEvent EventUntitled People Participants NoParticipant NoNumberReported PairsTied
    HeadTiedPairs HeadTakingPart NoneTied UntiedHint
    DiffFound NoDifference NoPartnershipDiffers PartnershipsOfChange NoFact HeadRegions HeadNew HeadEnded
    HeadSuspended HeadChanged HeadPlaceNew HeadPlaceGone
    HeadScorecards HeadCountries HeadPartnerCountries HeadMissing HeadContacts HeadContactsByYearOfCountry
    ContactsLast OfThemUntied NoneBecause TiesWithPartners NoneInForce SomeInForce MapOfTies OutlinesOnMap
    HeadPartners HeadAgreements HeadContactsByYear HeadFigures
    RegionLacksNoPlacesKnown RegionLacksNoTies RegionLacksLapsed RegionLacksNoneInScope RegionLacksNoCurator
    RegionLacksNoContact RegionLacksNoRecentContact RegionLacksNoAgreement RegionLacksCityLevelOnly
    RegionLacksRegionLevelOnly RegionLacksUntiedPlaces RegionLacksUndatedTies RegionLacksOneSidedTies
    RegionLacksUndatedAgreements RegionLacksAgreementsWithoutDocument CountryLacksNoPlacesKnown CountryLacksNoTies
    CountryLacksLapsed CountryLacksNoneInScope CountryLacksNoCurator CountryLacksNoContact CountryLacksNoRecentContact
    CountryLacksNoAgreement CountryLacksCityLevelOnly CountryLacksRegionLevelOnly CountryLacksUntiedPlaces
    CountryLacksUndatedTies CountryLacksOneSidedTies CountryLacksUndatedAgreements
    CountryLacksAgreementsWithoutDocument
    BarOfRegion Around ComponentNumber CommunityNumber NodeOfPlace NodeOfArea NodeWithin NumberAndWidth Width LargerType
    LargerDot LegendTies LegendMoreTies LegendMorePartners LegendTie LegendDashed LegendUntied OtherCountries
    NamesShown LinesNumbered OtherCommunities DiagramOf
    Partnerships PartnershipsBetween PartnershipsOf PlaceAndPartners TiesOfPlaces TiesBeside AreaWithoutTie InAll
    TiesPerRegion PartnerRegionsPerRegion TiedPlacesPerRegion TiesPerCountry NoTieWithinFilters NoTieInData
    NoPlaceHere RegionsShort HeadTies SisterCities BetweenPartners OfPartners NotInForce RegisterTitle RegisterWithOwn PartnersOfPlace Squares
    DenserMoreTies HeadNotDrawn WithoutPosition Sample PlacesNamed Enlarged Overview BeyondEdgeNamed BeyondEdge WithoutOutline
    FewerPartners ConicEqualArea AzimuthalEqualArea SourceOfMap ProblemsFound
    Errors Warnings
}
