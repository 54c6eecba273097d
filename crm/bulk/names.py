"""Names of companies and people who do not exist."""

from random import Random

from accounts.text import fold

BEGINNINGS = (
    "Al Ash Bar Bel Black Bran Bright Cal Car Clear Cop Dal Dor East El Fair Fal Fen Gal Gar Glen "
    "Gold Hal Har High Hol Ing Jor Kel Kings Kir Lan Lin Long Mal Mar Mel Mor Nel Nor North Oak "
    "Pel Quin Ral Red Ren Ros Sal Sel Silver Sol South Stone Tal Tam Tor Ul Val Ver Wel West White "
    "Win Yar Zel Bjør Brå Gär Hør Kö Lié Mün Øst Sø Štar Vär"
).split()
ENDINGS = (
    "bach beck berg bourne bridge brook by combe cliff dale den dorf feld field ford gate ham "
    "haven holm hurst land ley low mark mere mont moor more mouth port quist rath ridge rup shaw "
    "stad stead stein strand sund ton vale vik wall water well wick wood worth"
).split()
MANNERS = ("", "", "", "", "", "New ", "Old ", "Royal ", "First ", "Blue ", "Green ", "Upper ")
FORMS = ("", "", "", "", "", " Group", " Ltd", " AB", " GmbH", " Oy", " & Sons", " Partners")

# The commonest industry first: each next one has fewer customers.
TRADES = {
    "Technology": ("Software", "Systems", "Robotics", "Networks"),
    "Retail": ("Stores", "Trading", "Outfitters"),
    "Manufacturing": ("Works", "Components", "Tooling"),
    "Construction": ("Construction", "Builders", "Scaffolding"),
    "Logistics": ("Freight", "Haulage", "Logistics"),
    "Professional Services": ("Consulting", "Advisers", "Associates"),
    "Healthcare": ("Clinics", "Care", "Health"),
    "Financial Services": ("Capital", "Finance", "Credit"),
    "Hospitality": ("Hotels", "Inns", "Resorts"),
    "Food and Drink": ("Foods", "Brewery", "Bakery"),
    "Education": ("Academy", "College", "Learning"),
    "Energy": ("Energy", "Power", "Grid"),
    "Property": ("Estates", "Property", "Lettings"),
    "Media": ("Media", "Press", "Studios"),
    "Agriculture": ("Farms", "Growers", "Dairy"),
    "Automotive": ("Motors", "Vehicles", "Garages"),
    "Insurance": ("Insurance", "Mutual", "Underwriting"),
    "Law": ("Law", "Legal", "Chambers"),
    "Telecommunications": ("Telecom", "Signal", "Broadband"),
    "Pharmaceuticals": ("Pharma", "Biolabs", "Therapeutics"),
    "Travel": ("Travel", "Tours", "Voyages"),
    "Engineering": ("Engineering", "Structures", "Dynamics"),
    "Design": ("Design", "Graphics", "Interiors"),
    "Advertising": ("Advertising", "Campaigns", "Outreach"),
    "Textiles": ("Textiles", "Weavers", "Apparel"),
    "Chemicals": ("Chemicals", "Coatings", "Polymers"),
    "Metals": ("Steel", "Foundry", "Alloys"),
    "Timber": ("Timber", "Sawmills", "Joinery"),
    "Paper and Packaging": ("Packaging", "Paper", "Cartons"),
    "Printing": ("Printers", "Print", "Labels"),
    "Mining": ("Minerals", "Quarries", "Aggregates"),
    "Water": ("Water", "Utilities", "Wells"),
    "Waste and Recycling": ("Recycling", "Recovery", "Salvage"),
    "Shipping": ("Shipping", "Maritime", "Lines"),
    "Aviation": ("Aviation", "Air", "Aerospace"),
    "Rail": ("Rail", "Rolling Stock", "Signals"),
    "Security": ("Security", "Guard", "Locks"),
    "Cleaning": ("Cleaning", "Facilities", "Hygiene"),
    "Recruitment": ("Recruitment", "Talent", "Staffing"),
    "Accounting": ("Accounting", "Audit", "Bookkeeping"),
    "Architecture": ("Architects", "Planning", "Surveyors"),
    "Furniture": ("Furniture", "Kitchens", "Seating"),
    "Jewellery": ("Jewellers", "Goldsmiths", "Watches"),
    "Cosmetics": ("Cosmetics", "Soap", "Fragrance"),
    "Toys": ("Toys", "Games", "Puzzles"),
    "Sport": ("Sports", "Fitness", "Athletics"),
    "Music": ("Music", "Records", "Instruments"),
    "Film": ("Film", "Pictures", "Animation"),
    "Publishing": ("Publishing", "Books", "Editions"),
    "Museums": ("Museum", "Gallery", "Archive"),
    "Charity": ("Trust", "Foundation", "Aid"),
    "Government": ("Council", "Authority", "Registry"),
    "Research": ("Research", "Laboratories", "Institute"),
    "Veterinary": ("Veterinary", "Kennels", "Stables"),
    "Dentistry": ("Dental", "Orthodontics", "Smiles"),
    "Optics": ("Optics", "Lenses", "Vision"),
    "Fishing": ("Fisheries", "Oysters", "Salmon"),
    "Wine": ("Wines", "Vineyards", "Cellars"),
    "Flowers": ("Flowers", "Nurseries", "Seeds"),
    "Crafts": ("Pottery", "Glass", "Crafts"),
}

GIVEN_NAMES = (
    "Ada Ahmed Aiko Alba Amara Anders Anika Bastian Beatriz Bruno Carla Chidi Clara Daan Dalia "
    "Edith Elif Emre Esra Farah Felix Fiona Greta Hana Hugo Idris Ines Ivo Jana Jonas Joana Kai "
    "Karim Lena Leo Liv Luca Magda Malik Mara Mei Mila Nadia Nils Noor Odile Oskar Petra Quentin "
    "Rania René Rosa Samir Sara Søren Tara Tomás Uma Vera Viktor Wanda Yara Yusuf Zoë"
).split()


def family_name(chance: Random) -> str:
    return chance.choice(BEGINNINGS) + chance.choice(ENDINGS)


def person(chance: Random) -> str:
    return f"{chance.choice(GIVEN_NAMES)} {family_name(chance)}"


def company(chance: Random, industry: str) -> str:
    """Return the name of a company of this industry."""
    trade = chance.choice(TRADES[industry])
    return f"{chance.choice(MANNERS)}{family_name(chance)} {trade}{chance.choice(FORMS)}"


def website(name: str) -> str:
    """Return the address that a company of this name would have, were there any."""
    letters = "".join(letter for letter in fold(name) if letter.isascii() and letter.isalnum())
    return f"https://{letters}.example"
