//! Business sectors: one closed list, shared by descriptors and known organisations.

use serde::Deserialize;

/// What a company does. Names in data files are the variants' in kebab case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sector {
    /// Any company: "group", "firm".
    Generic,
    /// Vehicle makers and their suppliers.
    Auto,
    /// Aircraft, engines, satellites, launchers.
    Aerospace,
    /// Arms and defence electronics.
    Defence,
    /// Airlines.
    Airline,
    /// Railways and train makers.
    Rail,
    /// Shipping and shipbuilding.
    Shipping,
    /// Parcels, freight, airports, roads, logistics.
    Transport,
    /// Banks.
    Bank,
    /// Insurers.
    Insurance,
    /// Asset managers, private equity, exchanges, sovereign funds.
    Investment,
    /// Payments and financial technology.
    Payments,
    /// Medicines.
    Pharma,
    /// Biotechnology.
    Biotech,
    /// Hospitals, medical devices, diagnostics.
    Health,
    /// Shops, supermarkets, online commerce.
    Retail,
    /// Telephone and internet operators.
    Telecom,
    /// Software and IT services.
    Software,
    /// Search, social networks, platforms.
    Internet,
    /// Computers, phones, network equipment, consumer electronics.
    Electronics,
    /// Chips and their machines.
    Semiconductors,
    /// Press, television, publishing, music, cinema.
    Media,
    /// Video games and other games.
    Games,
    /// Advertising agencies and communication.
    Advertising,
    /// Electricity, gas distribution, renewables.
    Energy,
    /// Oil and gas.
    Oil,
    /// Mines and metals other than steel.
    Mining,
    /// Steel.
    Steel,
    /// Chemicals.
    Chemicals,
    /// Industrial gases.
    Gases,
    /// Cement, glass, building materials.
    Materials,
    /// Building and public works, concessions.
    Construction,
    /// Property.
    RealEstate,
    /// Water, waste, environment.
    Environment,
    /// Machines, electrical equipment, engineering.
    Industry,
    /// Food makers.
    Food,
    /// Beer, spirits, soft drinks.
    Beverages,
    /// Cigarettes.
    Tobacco,
    /// Farming, seeds, farm trade.
    Agriculture,
    /// Luxury goods.
    Luxury,
    /// Clothes and shoes.
    Fashion,
    /// Perfume and beauty.
    Cosmetics,
    /// Household and other consumer goods, toys, furniture.
    Consumer,
    /// Hotels, travel agencies, leisure parks.
    Tourism,
    /// Restaurants and catering.
    Restaurants,
    /// Betting and casinos.
    Gambling,
    /// Sport clubs and leagues.
    Sport,
    /// Consulting, audit, staffing, business services.
    Services,
    /// Schools, universities, research.
    Education,
    /// States, authorities, courts, international bodies.
    Public,
}
